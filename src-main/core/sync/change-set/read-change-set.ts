import { readFileSync, statSync } from 'node:fs';
import { type ChangeSet, changeSet } from '@shared/entities/pending';
import { invalid } from '@shared/errors';

/** Far more than any change set has. */
const mostBytes = 20_000_000;

/** The change set in a picked file; throws in words what is wrong with one that is none. */
export function readChangeSet(path: string): ChangeSet {
  const parsed = changeSet.safeParse(parseJson(textOf(path)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const isFormat = issue?.path[0] === 'format' || issue?.path.length === 0;
  throw invalid(
    isFormat
      ? 'This file is no change set of Pricebook'
      : `The change set cannot be read: ${issue?.path.join('.')} ${issue?.message ?? ''}`,
    'file_token',
  );
}

function textOf(path: string): string {
  try {
    if (statSync(path).size <= mostBytes) return readFileSync(path, 'utf8');
  } catch {
    throw invalid('The file cannot be read', 'file_token');
  }
  throw invalid('The file is larger than 20 MB: no change set is', 'file_token');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('This file is not JSON: a change set of Pricebook is.', 'file_token');
  }
}
