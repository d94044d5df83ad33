import { pathParts } from '../format/file-path';

/** A file's place in one line: where there is no room, its folders are shortened and its name stays whole. */
export function FilePath({ path }: { path: string }) {
  const { folders, name } = pathParts(path);
  return (
    <span title={path} className="flex min-w-0">
      <span data-shortened className="truncate">
        {folders}
      </span>
      <span className="max-w-full shrink-0 truncate">{name}</span>
    </span>
  );
}
