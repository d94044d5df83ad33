import { useEffect, useState } from 'react';
import { WorkProgress } from '../../components/work-progress';
import { countText } from '../../format/quantity';

/** Most changes are made before anybody could read that they are. */
const lateMs = 500;

interface Props {
  count: number;
  /** Null while that is not known. */
  percent: number | null;
  onStop(): void;
}

/** That changes of plans are being made, once it takes long, and a way to stop them. Mount it while they are. */
export function SavingPlans({ count, percent, onStop }: Props) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), lateMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? (
    <div role="status" className="text-13 text-secondary">
      <WorkProgress label={`Saving ${countText(count, 'change', 'changes')}`} percent={percent} onCancel={onStop} />
    </div>
  ) : null;
}
