import { z } from 'zod';
import { whatIfChange } from './what-if';

const day = z
  .string()
  .regex(/^(|\d{4}-\d\d-\d\d)$/, 'Please choose a day')
  .default('');

/** What is tried and on which days: the name of a range, which moves with time, or `custom` with two days. */
export const savedTry = z.object({
  changes: z.array(whatIfChange).min(1, 'Please try something first').max(50, 'Please try at most 50 changes at once'),
  range: z.string().max(40).default(''),
  from: day,
  to: day,
});
export type SavedTry = z.output<typeof savedTry>;

const name = z.string().trim().min(1, 'Please enter a name').max(200, 'Please enter a name of at most 200 characters');

/** A what-if kept under a name. */
export const savedWhatIf = z.object({
  id: z.string(),
  environment_id: z.string(),
  name: z.string(),
  question: savedTry,
  created_at: z.string(),
  updated_at: z.string(),
});
export type SavedWhatIf = z.infer<typeof savedWhatIf>;

export const savedWhatIfCreate = z.object({ name, question: savedTry });
export const savedWhatIfUpdate = z.object({ id: z.string(), name: name.optional(), question: savedTry.optional() });
