/** The product's name with its sign: a page of stacked bars. */
export function Wordmark() {
  return (
    <div className="flex items-center gap-3">
      <svg aria-hidden="true" width="40" height="40" viewBox="0 0 40 40">
        <rect x="1" y="1" width="38" height="38" rx="9" fill="var(--primary)" />
        <path d="M11 29V21h4.5v8ZM17.75 29V15h4.5v14ZM24.5 29V10H29v19Z" fill="var(--on-primary)" />
        <path d="M17.75 20.5h4.5M24.5 17H29M24.5 22.5H29" stroke="var(--primary)" strokeWidth="1.5" />
      </svg>
      <span className="text-28 font-semibold">Pricebook</span>
    </div>
  );
}
