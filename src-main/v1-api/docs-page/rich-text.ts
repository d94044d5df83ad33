import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** A line of a description: text between backticks is code, which is all the markup there is. */
export const richLine = (text: string): Html =>
  html`${text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))}`;

/** A description of several paragraphs. */
export const richText = (text: string): Html[] => text.split(/\n{2,}/).map((part) => html`<p>${richLine(part)}</p>`);
