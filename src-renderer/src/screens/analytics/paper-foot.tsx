/** What stands at the foot of every sheet of paper beside its number; `text` says what the sheets are about. */
export function PaperFoot({ text }: { text: string }) {
  return <style>{`@page { @bottom-left { content: "${cssText(text)}"; } }`}</style>;
}

/** A text as it stands between quotes in a style sheet, whatever is in it. */
export const cssText = (text: string): string =>
  text.replace(/["\\<>\p{Cc}]/gu, (char) => `\\${char.charCodeAt(0).toString(16)} `);
