import Database from 'better-sqlite3';

/**
 * Waits until the quiet work after something is done: nothing was written for some seconds. Answers after how many
 * seconds the last was.
 * @param {string} store the database file
 */
export async function settled(store) {
  const sqlite = new Database(store, { readonly: true });
  const began = performance.now();
  let last = began;
  let version = sqlite.pragma('data_version', { simple: true });
  while (performance.now() - last < 5000) {
    await new Promise((done) => setTimeout(done, 100));
    const next = sqlite.pragma('data_version', { simple: true });
    if (next !== version) last = performance.now();
    version = next;
  }
  sqlite.close();
  return (last - began) / 1000;
}
