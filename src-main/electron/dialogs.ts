import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileFilter, PickedFile, PickedTarget, SavedFile } from '@shared/door';
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

/** Asks where to save a text and writes it there. */
export async function saveFile(
  window: BrowserWindow,
  suggestedName: unknown,
  text: unknown,
): Promise<SavedFile | null> {
  if (typeof suggestedName !== 'string' || typeof text !== 'string')
    throw new TypeError('a name and a text are needed');
  const chosen = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), basename(suggestedName)),
  });
  if (chosen.canceled || !chosen.filePath) return null;
  await writeFile(chosen.filePath, text, 'utf8');
  return { name: basename(chosen.filePath), path: chosen.filePath };
}

/** Asks where a file is to be written that a call makes; the page gets a token for the place. */
export async function pickSaveTarget(
  window: BrowserWindow,
  pricebook: Pricebook,
  suggestedName: unknown,
): Promise<PickedTarget | null> {
  if (typeof suggestedName !== 'string') throw new TypeError('a name is needed');
  const chosen = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), basename(suggestedName)),
    filters: [{ name: 'CSV', extensions: ['csv'] }],
  });
  if (chosen.canceled || !chosen.filePath) return null;
  return pricebook.shelveTarget(
    { path: chosen.filePath, kind: 'file', is_temporary: false },
    basename(chosen.filePath),
  );
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
