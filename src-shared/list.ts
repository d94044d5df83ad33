import { z } from 'zod';
import { instantInput } from './instant';
import { limits } from './limits';

/** `published` rows are live; `archived` ones keep their history (wire contract 1.9). */
export const status = z.enum(['published', 'archived', 'deleted']);
export type Status = z.infer<typeof status>;

/** One DSL condition (wire contract 1.8). An operator whose value slot is missing adds no condition. */
export const filterCondition = z.object({
  field: z.string({ error: 'Field is required' }).min(1, 'Field is required'),
  operator: z.string({ error: 'Operator is required' }).min(1, 'Operator is required'),
  data_type: z.enum(['string', 'number', 'date', 'array'], { error: 'Data type is required' }),
  value: z.object(
    {
      string: z.string().nullish(),
      number: z.number().nullish(),
      boolean: z.boolean().nullish(),
      date: instantInput.nullish(),
      array: z.array(z.string()).nullish(),
    },
    { error: 'Value is required' },
  ),
});
export type FilterCondition = z.output<typeof filterCondition>;

export const sortCondition = z.object({
  field: z.string({ error: 'Field is required' }).min(1, 'Field is required'),
  direction: z.enum(['asc', 'desc'], { error: 'Direction is required' }),
});
export type SortCondition = z.output<typeof sortCondition>;

/** A page size: a whole number up to a most, refused in the words of the wire contract (1.7). */
export const limitWithin = (least: 0 | 1, most: number = limits.page_size) => {
  const range = `must be between 1 and ${most}`;
  return z.int(range).min(least, range).max(most, range);
};

/** Groups alone refuse a limit of 0 (wire contract 1.7). */
export const groupLimit = limitWithin(1).default(limits.default_page_size);

/** The common list filter (wire contract 1.7): limit 1…1000 (default 50, as 0 means too), order by created_at desc. */
export const listInput = {
  limit: limitWithin(0)
    .default(limits.default_page_size)
    .transform((limit) => limit || limits.default_page_size),
  offset: z.int({ error: 'must be non-negative' }).min(0, 'must be non-negative').default(0),
  status: status.optional(),
  order: z.enum(['asc', 'desc'], { error: 'must be asc or desc' }).default('desc'),
  // One statement takes no endless number of them.
  filters: z.array(filterCondition).max(100, 'Please give at most 100 conditions').default([]),
  sort: z.array(sortCondition).max(100, 'Please sort by at most 100 fields').default([]),
  start_time: instantInput.optional(),
  end_time: instantInput.optional(),
};

/** `offset` in the answer is the next offset: request offset + limit (wire contract 1.7). */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), pagination: z.object({ total: z.int(), limit: z.int(), offset: z.int() }) });
export interface ListOf<T> {
  items: T[];
  pagination: { total: number; limit: number; offset: number };
}

export const metadata = z.record(z.string(), z.string());

/** Metadata as requests may carry it: null as a value is the empty text. */
export const metadataInput = z.record(
  z.string(),
  z
    .string()
    .nullable()
    .transform((value) => value ?? ''),
);
