/** How far to read ahead: while what waits to be taken amounts to less than `enough`. */
export interface Ahead<T> {
  sizeOf(item: T): number;
  enough: number;
}

/**
 * What a source has to give, in its order, read ahead of whoever takes it: what is slow goes on while they deal with what
 * they have. An error of the source comes after all that it gave before; whoever stops taking stops it, too.
 */
export async function* readAhead<T>(source: AsyncIterable<T>, { sizeOf, enough }: Ahead<T>): AsyncGenerator<T> {
  const waiting: T[] = [];
  let size = 0;
  let isOver = false;
  let isLeft = false;
  let failure: { error: unknown } | null = null;
  // Both sides wait for each other in turn.
  let awaited = Promise.withResolvers<void>();
  const goOn = () => {
    awaited.resolve();
    awaited = Promise.withResolvers();
  };
  const read = async () => {
    for await (const item of source) {
      waiting.push(item);
      size += sizeOf(item);
      goOn();
      while (size >= enough && !isLeft) await awaited.promise;
      if (isLeft) return;
    }
  };
  read()
    .catch((error: unknown) => {
      failure = { error };
    })
    .finally(() => {
      isOver = true;
      goOn();
    });
  try {
    for (;;) {
      while (waiting.length === 0 && !isOver) await awaited.promise;
      const [item] = waiting.splice(0, 1);
      if (item === undefined) break;
      size -= sizeOf(item);
      goOn();
      yield item;
    }
    if (failure !== null) throw (failure as { error: unknown }).error;
  } finally {
    isLeft = true;
    goOn();
  }
}
