import { z } from 'zod';
import type { ListOf } from '../../list';

/** A page of a list; `offset` is where the next page starts (wire contract 1.7). */
export const wireList = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), pagination: z.object({ total: z.int(), limit: z.int(), offset: z.int() }) });

/** Spells every row of a page. */
export const listToWire =
  <T, W>(toWire: (row: T) => W) =>
  ({ items, pagination }: ListOf<T>) => ({ items: items.map(toWire), pagination });

/** What a delete answers. */
export const wireMessage = z.object({ message: z.string() });
