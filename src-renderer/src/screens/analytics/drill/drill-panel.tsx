import { ArrowLeft, ChevronRight } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Button } from '../../../components/button';
import { Dialog } from '../../../components/dialog';
import { formatDateTime } from '../../../format/date';
import { CostExplanation } from './cost-explanation';
import { DrillLevel } from './drill-level';
import type { DrillStep } from './drill-steps';
import { UnchargedLevel } from './uncharged-level';

interface Props {
  /** The path to what is shown, never empty. */
  steps: readonly [DrillStep, ...DrillStep[]];
  onSteps(steps: DrillStep[]): void;
  zone: string;
  onClose(): void;
}

const questions: Record<DrillStep['level'], string> = {
  features: 'Features behind this',
  prices: 'Prices behind this',
  customers: 'Customers behind this',
  events: 'Events behind this',
  explanation: 'How was this computed?',
  uncharged: 'Customers behind this',
  uncharged_events: 'Why it is not charged',
};

/** What is behind a number, level by level down to the events. Escape and Alt+Left go one level back. */
export function DrillPanel({ steps, onSteps, zone, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const step = steps.at(-1) ?? steps[0];
  const depth = steps.length;
  const backTo = (length: number) => onSteps(steps.slice(0, length));
  const back = useEffectEvent(() => backTo(depth - 1));

  useEffect(() => {
    // A new level is read out by its heading; the first one by the dialog itself.
    if (depth > 0) heading.current?.focus();
  }, [depth]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isBack = event.key === 'Escape' || (event.key === 'ArrowLeft' && event.altKey);
      if (!isBack || (event.key === 'Escape' && depth === 1)) return;
      // A menu or a question in front of it has the key first.
      const panel = heading.current?.closest('[role="dialog"]');
      if (event.target !== document.body && !panel?.contains(event.target as Node)) return;
      event.preventDefault();
      event.stopPropagation();
      if (depth > 1) back();
    };
    // Before the dialog, which would close on Escape, and the browser, which would leave the page.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [depth]);

  const { start_time, end_time } = step.scope;
  return (
    <Dialog
      title="Behind the number"
      isOpen
      onClose={onClose}
      placement="sheet"
      size="large"
      description={`${formatDateTime(start_time, { zone })} to ${formatDateTime(end_time, { zone })}`}
    >
      <div className="flex flex-col gap-4">
        <nav aria-label="Path to the number" className="flex flex-wrap items-center gap-x-1 gap-y-1">
          {depth > 1 && (
            <Button kind="quiet" icon={<ArrowLeft aria-hidden size={16} />} onPress={() => backTo(depth - 1)}>
              Back
            </Button>
          )}
          <ol className="flex min-w-0 flex-wrap items-center gap-x-1">
            {steps.map((one, index) => (
              <li key={JSON.stringify([one.level, one.where])} className="flex min-w-0 items-center gap-1 text-14">
                {index > 0 && <ChevronRight aria-hidden size={14} className="shrink-0 text-muted" />}
                {index < depth - 1 ? (
                  <button
                    type="button"
                    onClick={() => backTo(index + 1)}
                    className="min-w-0 rounded-control text-left break-words text-link underline"
                  >
                    {one.label}
                  </button>
                ) : (
                  <span aria-current="step" className="min-w-0 font-medium break-words">
                    {one.label}
                  </span>
                )}
              </li>
            ))}
          </ol>
        </nav>
        {step.scope.of_range && (
          <p className="text-13 text-muted">
            Priced on its own, as in the chart: what counts for the whole range (minimum commitments, rounding) is left
            out.
          </p>
        )}
        <h3 ref={heading} tabIndex={-1} className="text-16 font-semibold outline-none">
          {questions[step.level]}
        </h3>
        <Level key={JSON.stringify(step)} step={step} zone={zone} onStep={(next) => onSteps([...steps, next])} />
      </div>
    </Dialog>
  );
}

function Level({ step, zone, onStep }: { step: DrillStep; zone: string; onStep(step: DrillStep): void }) {
  const { level } = step;
  if (level === 'explanation') return <CostExplanation step={step} zone={zone} />;
  if (level === 'uncharged' || level === 'uncharged_events') {
    return <UnchargedLevel step={step} zone={zone} onStep={onStep} />;
  }
  return <DrillLevel step={{ ...step, level }} zone={zone} onStep={onStep} />;
}
