import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type FileFilter, type PickedFile, type PickedTarget, papers, type SavedFile } from '@shared/door';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { Pricebook } from '../pricebook';

/** Asks for a file to read. The page gets a token for it; the path stays here. */
export async function pickFile(
  window: BrowserWindow,
  pricebook: Pricebook,
  title: unknown,
  filters: unknown,
): Promise<PickedFile | null> {
  const chosen = await dialog.showOpenDialog(window, {
    title: typeof title === 'string' ? title : 'Open',
    filters: filtersOf(filters),
    properties: ['openFile'],
  });
  const path = chosen.filePaths[0];
  return chosen.canceled || !path ? null : pricebook.shelveFile(path, basename(path));
}

/** Takes a file that was dropped on the page; null when it is not a file on this computer. */
export async function takeDropped(pricebook: Pricebook, path: unknown): Promise<PickedFile | null> {
  return typeof path === 'string' && path !== '' ? pricebook.shelveFile(path, basename(path)) : null;
}

/** Asks where to save a text (as UTF-8) or bytes, and writes them there. */
export async function saveFile(
  window: BrowserWindow,
  suggestedName: unknown,
  content: unknown,
): Promise<SavedFile | null> {
  if (typeof suggestedName !== 'string' || !(typeof content === 'string' || content instanceof Uint8Array))
    throw new TypeError('a name and a text or bytes are needed');
  const path = await askWhere(window, suggestedName);
  if (path === null) return null;
  await writeFile(path, content);
  return { name: basename(path), path };
}

/** Asks where to save the window's page, as it is laid out for paper, and writes it there as a PDF. */
export async function savePdf(
  window: BrowserWindow,
  suggestedName: unknown,
  paper: unknown,
): Promise<SavedFile | null> {
  const pageSize = papers.find((one) => one === paper);
  if (typeof suggestedName !== 'string' || !pageSize) throw new TypeError('a name and a paper are needed');
  const path = await askWhere(window, suggestedName);
  if (path === null) return null;
  const options = { pageSize, printBackground: true, generateTaggedPDF: true, generateDocumentOutline: true };
  await writeFile(path, await window.webContents.printToPDF(options));
  return { name: basename(path), path };
}

/** Where a file is to be saved, files of its kind in view; null when the person cancelled. */
async function askWhere(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const kind = extname(suggestedName).slice(1);
  const chosen = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), basename(suggestedName)),
    ...(kind && { filters: [{ name: kind.toUpperCase(), extensions: [kind] }] }),
  });
  return chosen.canceled || !chosen.filePath ? null : chosen.filePath;
}

/** Asks where a file is to be written that a call makes; the page gets a token for the place. */
export async function pickSaveTarget(
  window: BrowserWindow,
  pricebook: Pricebook,
  suggestedName: unknown,
): Promise<PickedTarget | null> {
  if (typeof suggestedName !== 'string') throw new TypeError('a name is needed');
  const path = await askWhere(window, suggestedName);
  return path === null ? null : pricebook.shelveTarget({ path, kind: 'file', is_temporary: false }, basename(path));
}

/** Asks for a folder to write into; the page gets a token for it. */
export async function pickFolder(
  window: BrowserWindow,
  pricebook: Pricebook,
  title: unknown,
): Promise<PickedTarget | null> {
  const chosen = await dialog.showOpenDialog(window, {
    title: typeof title === 'string' ? title : 'Choose a folder',
    defaultPath: app.getPath('downloads'),
    properties: ['openDirectory', 'createDirectory'],
  });
  const path = chosen.filePaths[0];
  if (chosen.canceled || !path) return null;
  return pricebook.shelveTarget({ path, kind: 'folder', is_temporary: false }, basename(path));
}

/** Shows what an export of this program wrote; any other id does nothing. */
export function showExport(pricebook: Pricebook, jobId: unknown): void {
  const path = typeof jobId === 'string' ? pricebook.exportedPath(jobId) : undefined;
  if (path) shell.showItemInFolder(path);
}

function filtersOf(value: unknown): FileFilter[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (filter): filter is FileFilter =>
      typeof filter?.name === 'string' &&
      Array.isArray(filter.extensions) &&
      filter.extensions.every((extension: unknown) => typeof extension === 'string'),
  );
}
