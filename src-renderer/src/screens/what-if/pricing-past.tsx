import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button';
import { focusOnceGone } from '../../components/focus-once-gone';
import { WorkProgress } from '../../components/work-progress';
import { comparison } from './go-on-with';
import type { WhatIfView } from './what-if-view';

/** What takes longer than this says so: most comparisons do not. */
const lateMs = 500;

/** While a comparison is worked out for long, how far it has come, and a way to stop it; once it was stopped, a way to go on. */
export function PricingPast({ answer, percent, stop }: Pick<WhatIfView, 'answer' | 'percent' | 'stop'>) {
  const { isFetching } = answer;
  const isStopped = !isFetching && !answer.error && (!answer.data || answer.isPlaceholderData);
  const [isLate, setLate] = useState(false);
  const stopped = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setLate(false);
    if (!isFetching) return;
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, [isFetching]);
  if (isStopped) {
    return (
      <div ref={stopped} role="status" className="flex flex-wrap items-center gap-3 text-14 text-secondary">
        {answer.data ? 'Stopped. What is shown is the comparison before.' : 'Stopped before anything was compared.'}
        <Button
          onPress={({ target }) => {
            focusOnceGone(target, comparison);
            void answer.refetch();
          }}
        >
          Compare
        </Button>
      </div>
    );
  }
  const cancel = () => {
    const { activeElement } = document;
    if (activeElement) focusOnceGone(activeElement, () => stopped.current?.querySelector('button'));
    stop();
  };
  return isFetching && isLate ? (
    <div className="flex text-14 text-secondary">
      <WorkProgress label="Pricing past usage" percent={percent} onCancel={cancel} />
    </div>
  ) : null;
}
