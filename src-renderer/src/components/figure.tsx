/** More characters than fit a card in large type. */
const longFigure = 15;

/** A number as the headline of a card, or several. Exact amounts may have many digits: they get smaller rather than cut. */
export function Figure({ lines }: { lines: readonly string[] }) {
  const size = lines.some((text) => text.length > longFigure) ? 'text-14 leading-7' : 'text-20';
  return lines.map((text) => (
    <p key={text} className={`font-semibold break-words ${size}`}>
      {text}
    </p>
  ));
}
