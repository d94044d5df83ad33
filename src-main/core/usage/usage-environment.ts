import { AppError } from '@shared/errors';
import { type Calendar, calendarOf } from '@shared/rules/windows';
import type Database from 'better-sqlite3';
import { prepared } from '../store/prepared';

export interface UsageEnvironment {
  id: string;
  /** The narrow key that events carry. */
  number: number;
  /** Cuts usage into days. */
  calendar: Calendar;
}

/** The environment as usage needs it. Throws AppError when there is none with this id. */
export function usageEnvironment(sqlite: Database.Database, environment_id: string): UsageEnvironment {
  const row = prepared(sqlite, 'select number, timezone from environments where id = ?').get(environment_id) as
    | { number: number; timezone: string }
    | undefined;
  if (!row) throw new AppError('permission_denied', 'Invalid or inaccessible environment');
  return { id: environment_id, number: row.number, calendar: calendarOf(row.timezone) };
}
