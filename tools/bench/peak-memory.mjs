import { readFileSync } from 'node:fs';

/**
 * The most memory that this process ever had resident, in megabytes. On Linux it is the kernel's mark of this program
 * alone: `maxRSS` is handed on through fork and exec, so that a small program started by a large one, such as a benchmark
 * with DuckDB in it, tells the size of that one.
 */
export function peakMb() {
  const mark =
    process.platform === 'linux' ? /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) : null;
  return Math.round(Number(mark?.[1] ?? process.resourceUsage().maxRSS) / 1024);
}
