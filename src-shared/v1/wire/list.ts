import { z } from 'zod';
import type { ListOf } from '../../list';

/** `offset` is where the next page starts (wire contract 1.7). */
export const wirePagination = z.object({ total: z.int(), limit: z.int(), offset: z.int() });

/** A page of a list. */
export const wireList = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), pagination: wirePagination });

/** Spells every row of a page. */
export const listToWire =
  <T, W>(toWire: (row: T) => W) =>
  ({ items, pagination }: ListOf<T>) => ({ items: items.map(toWire), pagination });

/** What a delete answers. */
export const wireMessage = z.object({ message: z.string() });
