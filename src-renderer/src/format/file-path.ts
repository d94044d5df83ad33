/** A path as its folders, with the separator at their end, and its last name; both kinds of separators are known. */
export function pathParts(path: string): { folders: string; name: string } {
  const nameAt = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return { folders: path.slice(0, nameAt), name: path.slice(nameAt) };
}
