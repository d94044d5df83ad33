/** Whom or what a row is about, when files are apart by it: the name becomes the file's. */
export interface FileKey {
  id: string;
  name: string;
}

/** One row of a report file. */
export interface FileRow {
  /** Its cells as they are written, without the end of the line. */
  line: string;
  customer: FileKey;
  group: FileKey;
}

/** Some rows, and how far the whole is by then. */
export interface FileBatch {
  rows: readonly FileRow[];
  /** Of `steps`; fractions tell how far a long step is. */
  done: number;
}

/** How a report becomes rows: a few at a time, so that no report is ever held as a whole. */
export interface FilePlan {
  columns: readonly string[];
  steps: number;
  batches(): Generator<FileBatch>;
}

/** What a row says when it is about nobody in particular. */
export const noKey: FileKey = { id: '', name: '' };
