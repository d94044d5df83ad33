import { ApiError } from '../../../door/api';

/** A refused bulk create: which item it is about (null: none of them) and the refusal with that item's own field. */
export function bulkRefusal(error: Error): { index: number | null; error: Error } {
  if (!(error instanceof ApiError)) return { index: null, error };
  const match = /^items\.(\d+)\.?(.*)$/.exec(error.field ?? '');
  const index = match ? Number(match[1]) : error.details?.index;
  if (typeof index !== 'number') return { index: null, error };
  const { code, message, details } = error;
  return { index, error: new ApiError({ code, message, details, field: match?.[2] || undefined }) };
}
