import type { WhatIfChangeInput } from '@shared/entities/what-if';
import type { WhatIfPlanStep, WhatIfReview } from '@shared/entities/what-if-making';
import { useMemo } from 'react';
import { type DataColumn, DataTable } from '../../components/data-table';
import { Notice } from '../../components/form';
import { rowsOf } from '../../components/row-source';
import { countText, formatCount } from '../../format/quantity';
import { outcomeText, usageText } from '../customers/plan-outcome';
import { ChangeSummary } from './change-summary';
import { planStepWords } from './plan-step-words';

interface Props {
  review: WhatIfReview;
  changes: readonly WhatIfChangeInput[];
  zone: string;
}

const shownProblems = 5;
const rowHeight = 44;

/** What making a what-if real writes: new versions, new charges, and what ends and begins for every customer. */
export function MakeReview({ review, changes, zone }: Props) {
  const { problems, versions, charges, plan_steps } = review;
  if (problems.length > 0) return <Problems problems={problems} changes={changes} />;
  if (versions.length + charges.length + plan_steps.length === 0) {
    return <Notice kind="info">Nothing would change: everyone is on the plan already.</Notice>;
  }
  return (
    <>
      <Written
        title={`${countText(versions.length, 'price gets', 'prices get')} a new version`}
        of={versions}
        changes={changes}
      />
      <Written title={`${countText(charges.length, 'charge', 'charges')} added`} of={charges} changes={changes} />
      {plan_steps.length > 0 && (
        <section aria-label="Plans of customers" className="flex min-w-0 flex-col gap-2">
          <h3 className="text-14 font-semibold">{outcomeText(review.outcome)}</h3>
          <p className="text-13 text-secondary">{usageText(review, zone)}</p>
          <Steps steps={plan_steps} zone={zone} />
        </section>
      )}
    </>
  );
}

function Written(props: { title: string; of: readonly { index: number }[]; changes: Props['changes'] }) {
  if (props.of.length === 0) return null;
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <h3 className="text-14 font-semibold">{props.title}</h3>
      <ul className="flex flex-col gap-1">
        {props.of.map(({ index }) => {
          const change = props.changes[index];
          return (
            change && (
              <li key={index} className="text-13 break-words text-secondary">
                <ChangeSummary change={change}>
                  {(title, text) => (
                    <>
                      <span className="text-14 text-ink">{title}</span>
                      <div>{text}</div>
                    </>
                  )}
                </ChangeSummary>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function Steps({ steps, zone }: { steps: readonly WhatIfPlanStep[]; zone: string }) {
  const rows = useMemo(() => rowsOf(steps), [steps]);
  const columns: DataColumn<WhatIfPlanStep>[] = [
    {
      id: 'customer',
      header: 'Customer',
      width: 'minmax(9rem, 1fr)',
      cell: ({ customer_name }) => (
        <span className="truncate" title={customer_name}>
          {customer_name}
        </span>
      ),
    },
    {
      id: 'what',
      header: 'What happens',
      width: 'minmax(12rem, 1.5fr)',
      cell: (step) => {
        const { plan, what } = planStepWords(step, zone);
        // However long the name, what happens is not cut.
        return (
          <span className="flex min-w-0 whitespace-pre" title={`${plan} ${what}`}>
            <span className="truncate">{plan}</span>
            <span className="shrink-0"> {what}</span>
          </span>
        );
      },
    },
    { id: 'when', header: 'When', width: 'minmax(10rem, 1fr)', cell: (step) => planStepWords(step, zone).when },
  ];
  return (
    <div className="flex flex-col" style={{ height: Math.min(steps.length, 6) * rowHeight + 40 }}>
      <DataTable
        label="What ends and begins"
        rows={rows}
        columns={columns}
        rowKey={({ change }) => JSON.stringify(change)}
        rowText={({ customer_name }) => customer_name}
        empty={null}
      />
    </div>
  );
}

function Problems({ problems, changes }: { problems: WhatIfReview['problems']; changes: Props['changes'] }) {
  return (
    <Notice kind="danger">
      <p>{countText(problems.length, 'thing stands', 'things stand')} in the way, so nothing is done:</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.slice(0, shownProblems).map((problem, place) => {
          const change = problem.index === null ? undefined : changes[problem.index];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came
            <li key={place} className="break-words">
              {change ? (
                <ChangeSummary change={change}>
                  {(title) => (
                    <>
                      {title}: {problem.message}
                    </>
                  )}
                </ChangeSummary>
              ) : (
                `${problem.customer_name}: ${problem.message}`
              )}
            </li>
          );
        })}
        {problems.length > shownProblems && <li>and {formatCount(problems.length - shownProblems)} more</li>}
      </ul>
    </Notice>
  );
}
