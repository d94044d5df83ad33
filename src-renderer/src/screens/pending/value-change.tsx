import { ArrowRight } from 'lucide-react';

/** A value, or the word for none. */
export const Value = ({ text, className = '' }: { text: string | null; className?: string }) =>
  text === null ? <em className="text-muted">empty</em> : <span className={className}>{text}</span>;

interface Props {
  before: string | null;
  after: string | null;
  /** There was nothing before. */
  isNew?: boolean;
}

/** What a value was and is. */
export const ValueChange = ({ before, after, isNew = false }: Props) => (
  <>
    {!isNew && (
      <>
        <Value text={before} className="text-secondary line-through" />
        <ArrowRight aria-label="becomes" size={14} className="mx-1.5 inline shrink-0 align-[-2px] text-muted" />
      </>
    )}
    <Value text={after} className="font-medium" />
  </>
);
