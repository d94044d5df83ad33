import { Fragment } from 'react';

/** More characters than fit a card in large type. */
const longFigure = 15;

/**
 * A number as the headline of a card, or several. Exact amounts may have many digits: they get smaller rather than cut,
 * and what still takes two lines is broken at its decimal point rather than amid its digits. Those that stand `beside` it
 * are compared with it: it takes their size.
 */
export function Figure({ lines, beside = [] }: { lines: readonly string[]; beside?: readonly string[] }) {
  const size = [...lines, ...beside].some((text) => text.length > longFigure) ? 'text-14 leading-7' : 'text-20';
  return lines.map((text) => (
    <p key={text} className={`font-semibold break-words ${size}`}>
      {text.split('.').map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one number, in their order
        <Fragment key={index}>
          {index > 0 && (
            <>
              .<wbr />
            </>
          )}
          {part}
        </Fragment>
      ))}
    </p>
  ));
}
