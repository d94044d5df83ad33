import { html } from 'hono/html';
import type { FieldRow } from './field-rows';
import { type Html, richLine } from './rich-text';

/** Fields as a table that reads well in a narrow window too. */
export function fieldTable(caption: string, rows: readonly FieldRow[]): Html {
  return html`<table>
    <caption>${caption}</caption>
    <thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows.map(tableRow)}</tbody>
  </table>`;
}

function tableRow(row: FieldRow): Html {
  const at = row.path.lastIndexOf('.') + 1;
  return html`<tr>
    <th scope="row"><code><span class="within">${row.path.slice(0, at)}</span>${row.path.slice(at)}</code>
      ${row.required ? html` <span class="required">required</span>` : ''}${row.isExtension ? html` ${extensionBadge}` : ''}</th>
    <td>${linkedType(row)}</td>
    <td>${row.description ? html`<p>${richLine(row.description)}</p>` : ''}${facts(row)}</td>
  </tr>`;
}

/** Marks what is ours. */
export const extensionBadge: Html = html`<span class="extension" title="Beyond the public v1 API">extension</span>`;

/** The type, with the components it names as links. */
function linkedType({ type, components }: FieldRow): Html {
  const parts = type.split(/\b/);
  return html`${parts.map((part) => (components.includes(part) ? componentLink(part) : part))}`;
}

/** A named object, as a link to its fields. */
export const componentLink = (name: string): Html => html`<a href="#object-${name}">${name}</a>`;

function facts(row: FieldRow): Html {
  const choices =
    row.choices.length > 0
      ? html`<p class="facts">One of ${row.choices.map((choice, at) => html`${at > 0 ? ', ' : ''}<code>${choice === '' ? '""' : String(choice)}</code>`)}</p>`
      : '';
  const told = [...row.limits, ...(row.default === undefined ? [] : [`default ${JSON.stringify(row.default)}`])];
  return html`${choices}${told.length > 0 ? html`<p class="facts">${told.join(', ')}</p>` : ''}`;
}
