import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  body: Uint8Array<ArrayBuffer>;
  contentType: string;
}

/**
 * The file of the built renderer that a URL path names; `/` is index.html. Null for everything that is not a file of a
 * known kind inside `root`, however the path is spelled (`..`, encoded slashes, backslashes, NUL).
 */
export async function readPageFile(root: string, pathname: string): Promise<PageFile | null> {
  const file = pageFilePath(root, pathname);
  const contentType = file && contentTypes[extname(file)];
  if (!file || !contentType) return null;
  try {
    return { body: new Uint8Array(await readFile(file)), contentType };
  } catch {
    return null;
  }
}

/** The path of a page file, or null when it would leave `root`. */
export function pageFilePath(root: string, pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const base = resolve(root);
  const file = resolve(join(base, path === '/' ? 'index.html' : path));
  return file.startsWith(base + sep) ? file : null;
}
