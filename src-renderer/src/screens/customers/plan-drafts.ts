import type { InputOf } from '@shared/contract';
import type { CustomerPlan } from '@shared/entities/customer-plan';
import { dayNumber, dayText, isDay } from '@shared/rules/day-number';
import { calendarOf } from '@shared/rules/windows';
import { findPlan, type NamedPlan } from '../plans/plans-by-text';

export type PlanChange = InputOf<'customerPlan.assign'>['changes'][number];

export const planFields = ['plan', 'from', 'to'] as const;
export type PlanField = (typeof planFields)[number];

/** The cells of a row that can be edited, as texts: a plan's name, and days such as 2026-03-07. The last day is included. */
export type PlanCells = Record<PlanField, string>;

/** A row with cells that differ from what is stored. */
export interface PlanDraft {
  row: CustomerPlan;
  cells: PlanCells;
}

/** Rows have no id of their own: what they say names them. */
export const planRowKey = ({ external_id, plan_id, start_date, end_date }: CustomerPlan): string =>
  [external_id, plan_id, start_date, end_date].join(' ');

/** The calendar day an instant falls on; an end belongs to the day before it, which is the last one. */
export const dayOfInstant = (instant: string | null, zone: string, isEnd = false): string =>
  instant === null ? '' : dayText(calendarOf(zone).dayOf(Date.parse(instant) - (isEnd ? 1 : 0)));

/** The first moment of a day, or with `isEnd` the first after it. */
export const instantOfDay = (day: string, zone: string, isEnd = false): string =>
  new Date(calendarOf(zone).dayStart(dayNumber(day) + (isEnd ? 1 : 0))).toISOString();

export const storedCells = (row: CustomerPlan, zone: string): PlanCells => ({
  plan: row.plan_name,
  from: dayOfInstant(row.start_date, zone),
  to: dayOfInstant(row.end_date, zone, true),
});

/** A day as written in a cell, as 2026-03-07: also 7.3.2026. Other text stays as it is, to be told. */
export function readDay(text: string): string {
  const trimmed = text.trim();
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(trimmed);
  if (!dotted) return trimmed;
  const [, day = '', month = '', year = ''] = dotted;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The cells after one was edited: a plan that begins gets a first day, without a plan there are no days. */
export function editCell(cells: PlanCells, field: PlanField, text: string, firstDay: string): PlanCells {
  if (field !== 'plan') return { ...cells, [field]: readDay(text) };
  const plan = text.trim();
  return plan === '' ? { plan, from: '', to: '' } : { ...cells, plan, from: cells.from || firstDay };
}

export type DraftProblem = { field: PlanField; message: string };

/** What a draft changes, or why it does not say. */
export function changeOfDraft(
  { row, cells }: PlanDraft,
  plans: readonly NamedPlan[],
  zone: string,
): PlanChange | DraftProblem {
  const stored = storedCells(row, zone);
  const from =
    row.plan_id === null || row.start_date === null
      ? null
      : { plan_id: row.plan_id, start_date: row.start_date, end_date: row.end_date };
  const change = (to: PlanChange['to']): PlanChange => ({
    external_customer_id: row.external_id,
    from,
    to,
    ...(from === null && { is_first: true }),
  });
  if (cells.plan === '') {
    return cells.from || cells.to ? { field: 'plan', message: 'Choose the plan first' } : change(null);
  }
  // An archived plan is not offered any more, but whoever is on it stays.
  const plan_id = row.plan_id !== null && cells.plan === stored.plan ? row.plan_id : findPlan(cells.plan, plans)?.id;
  if (!plan_id) return { field: 'plan', message: `There is no plan called “${cells.plan}”` };
  if (cells.from === '') return { field: 'from', message: 'Give the first day on the plan' };
  for (const field of ['from', 'to'] as const) {
    if (cells[field] !== '' && !isDay(cells[field])) {
      return { field, message: `“${cells[field]}” is no day: write it like 2026-03-07` };
    }
  }
  return change({
    plan_id,
    // A time within a day, as programs set it, stays while the day does.
    start_date: cells.from === stored.from && row.start_date ? row.start_date : instantOfDay(cells.from, zone),
    end_date: cells.to === '' ? null : cells.to === stored.to ? row.end_date : instantOfDay(cells.to, zone, true),
  });
}

export const isProblem = (read: PlanChange | DraftProblem): read is DraftProblem => 'message' in read;

/** The cells of a block copied from a spreadsheet, line by line. */
export const pastedCells = (text: string): string[][] =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));

/** The same changes the other way round: they take back what was done. */
export const undoOf = (changes: readonly PlanChange[]): PlanChange[] =>
  changes.map(({ external_customer_id, from, to }) => ({ external_customer_id, from: to, to: from }));
