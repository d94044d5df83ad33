/** Index of the window an instant falls in; windows leave no gaps. */
export function windowFinder(starts: readonly number[]): (at: number) => number {
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
