import type { ReportQuestion } from '../report-question';
import { type DrillStep, scopeOf } from './drill-steps';

/** Where one stands below a number, as the address holds it: the path of steps, without what the report itself says. */
export interface DrillLink {
  /** Of one window of the chart only; else the range is that of the report, and moves with it. */
  start_time?: string;
  end_time?: string;
  /** Told as in the chart, without what counts for the whole range only. */
  of_window?: boolean;
  steps?: LinkStep[];
}

interface LinkStep extends Pick<DrillStep, 'label' | 'level'> {
  currency: string;
  where: DrillStep['where'];
}

/** The steps as the address holds them. */
export function linkOf(steps: readonly DrillStep[], question: ReportQuestion): DrillLink {
  const [first] = steps;
  if (!first) return {};
  const { start_time, end_time, of_range } = first.scope;
  const isWhole = start_time === question.start_time && end_time === question.end_time;
  return {
    ...(!isWhole && { start_time, end_time }),
    ...(of_range && { of_window: true }),
    steps: steps.map(({ label, level, scope, where }) => ({ label, level, currency: scope.currency ?? '', where })),
  };
}

/** The steps an address means for the report shown; of an edited one, those up to the first that makes no sense. */
export function stepsOf(link: DrillLink, question: ReportQuestion): DrillStep[] {
  const { start_time = question.start_time, end_time = question.end_time, of_window, steps } = link;
  if (!isText(start_time) || !isText(end_time) || !Array.isArray(steps)) return [];
  const end = steps.findIndex((step) => !isStep(step));
  return (end < 0 ? steps : steps.slice(0, end)).map(({ label, level, currency, where }) => ({
    label,
    level,
    scope: {
      ...scopeOf(question, currency),
      start_time,
      end_time,
      ...(of_window === true && { of_range: { start_time: question.start_time, end_time: question.end_time } }),
    },
    where,
  }));
}

const levels: readonly unknown[] = [
  'features',
  'prices',
  'customers',
  'events',
  'explanation',
  'uncharged',
  'uncharged_events',
] satisfies DrillStep['level'][];

const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isStep(step: unknown): step is LinkStep {
  if (!isObject(step) || !isText(step.label) || !isText(step.currency) || !levels.includes(step.level)) return false;
  const { where } = step;
  if (!isObject(where)) return false;
  const { entry, meter_id = '', price_id = '', line_item_id = '' } = where;
  const { external_customer_id = '', feature_name = '' } = where;
  const isEntry = entry === undefined || (isObject(entry) && isText(entry.key) && isText(entry.kind));
  return isEntry && [meter_id, price_id, line_item_id, external_customer_id, feature_name].every(isText);
}
