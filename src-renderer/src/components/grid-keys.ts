/** The row a movement key leads to, kept within the list; null for any other key. `page` is rows per screen. */
export function rowAfterKey(key: string, current: number, total: number, page: number): number | null {
  const wanted: Record<string, number> = {
    ArrowDown: current + 1,
    j: current + 1,
    ArrowUp: current - 1,
    k: current - 1,
    PageDown: current + page,
    PageUp: current - page,
    Home: 0,
    End: total - 1,
  };
  const target = wanted[key];
  return target === undefined ? null : Math.max(0, Math.min(total - 1, target));
}
