import { type ChangeSet, changeSet } from '@shared/entities/pending';
import { invalid } from '@shared/errors';

/** The change set in a file; throws in words what is wrong with one that is none. */
export function readChangeSet(text: string): ChangeSet {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('This file is not JSON: a change set of Pricebook is.', 'text');
  }
  const parsed = changeSet.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const isFormat = issue?.path[0] === 'format';
  throw invalid(
    isFormat ? issue.message : `The change set cannot be read: ${issue?.path.join('.')} ${issue?.message ?? ''}`,
    'text',
  );
}
