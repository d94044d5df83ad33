import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileFilter, PickedFile, SavedFile } from '@shared/door';
import { app, type BrowserWindow, dialog } from 'electron';
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

function filtersOf(value: unknown): FileFilter[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (filter): filter is FileFilter =>
      typeof filter?.name === 'string' &&
      Array.isArray(filter.extensions) &&
      filter.extensions.every((extension: unknown) => typeof extension === 'string'),
  );
}
