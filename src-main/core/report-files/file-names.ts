import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportFileInput, ReportFileKind, SaveTarget } from '@shared/entities/report-file';
import { toInstant } from '@shared/instant';
import type { Call } from '../deps';
import { exportFileName } from '../reports/export-file-name';
import type { Store } from '../store/open';
import type { FileInput } from './file-input';
import { utf8Start } from './utf8-start';

const words = {
  breakdown: 'usage-by-group',
  series: 'usage-series',
  usage_analytics: 'usage-analytics',
  events: 'usage-events',
} as const satisfies Record<ReportFileKind, string>;

/** What a report is called where nobody named it: a file, or a folder of files when it is split. */
export function reportFileName(store: Store, environment_id: string, input: ReportFileInput): string {
  const name = exportFileName(store, environment_id, words[input.kind], input);
  return input.split === 'none' ? name : name.replace(/\.csv$/, '');
}

/** What the file of customers and their plans is called: the environment and today. */
export function customerPlansFileName({ deps, context }: Call): string {
  const today = toInstant(deps.now());
  const end_time = toInstant(deps.now() + 1);
  return exportFileName(deps.store, context.environment_id, 'customer-plans', { start_time: today, end_time });
}

/** What a file is called where nobody chose its name; one that has a name of its own begins with it. */
export function fileNameOf(call: Call, input: FileInput, name?: string): string {
  if (input.kind === 'customer_plans') return customerPlansFileName(call);
  const usual = reportFileName(call.deps.store, call.context.environment_id, input);
  return name === undefined ? usual : `${cleanName(name)}${usual.slice(words[input.kind].length)}`;
}

/** The path a report goes to: the chosen file, or a name in the chosen folder that is free and not `taken` soon. */
export function pathOfReport(target: SaveTarget, name: string, taken: ReadonlySet<string>): string {
  if (target.kind === 'file') return target.path;
  const dot = name.endsWith('.csv') ? name.length - '.csv'.length : name.length;
  for (let copy = 1; ; copy += 1) {
    const path = join(target.path, copy === 1 ? name : `${name.slice(0, dot)} (${copy})${name.slice(dot)}`);
    if (!existsSync(path) && !taken.has(path)) return path;
  }
}

// What Windows, the strictest, refuses in names, and what would hide a file or climb out of its folder.
const forbidden = /[<>:"/\\|?*\p{Cc}\p{Cs}]/gu;
const reserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i;
/** Names get an ending and perhaps a number, and may be 255 bytes long then. */
const mostBytes = 150;

/** Any text as a name that every file system takes. */
function cleanName(text: string): string {
  const cleaned = utf8Start(text.replaceAll(forbidden, '_'), mostBytes)
    .replace(/^\.+/, '_')
    .replace(/[. ]+$/, '');
  return cleaned === '' || reserved.test(cleaned) ? `_${cleaned}` : cleaned;
}

/** A file name made of any text that no other in `taken` has, whatever the case; it is taken then. */
export function freeFileName(text: string, taken: Set<string>): string {
  const name = cleanName(text);
  for (let copy = 1; ; copy += 1) {
    const file = copy === 1 ? `${name}.csv` : `${name} (${copy}).csv`;
    // By way of capitals, as some small letters are two of one capital.
    const key = file.normalize('NFC').toUpperCase().toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return file;
  }
}
