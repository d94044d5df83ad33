/** Characters that fit one line of a column that may not get wider; more take two small ones. */
const oneLine = 20;

/** An exact amount: what has too many decimals for one line is written out over two, rather than cut; a unit's words stay whole. */
export function LongAmount({ text }: { text: string }) {
  if (text.length <= oneLine) return text;
  return (
    <span className="line-clamp-2 text-12 leading-4 wrap-anywhere whitespace-normal" title={text}>
      {text}
    </span>
  );
}
