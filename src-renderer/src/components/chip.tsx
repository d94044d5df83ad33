import type { ReactNode } from 'react';

const kinds = {
  ok: 'bg-ok-soft text-ok',
  pending: 'bg-pending-soft text-pending',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
  neutral: 'bg-neutral-soft text-neutral',
};

export type ChipKind = keyof typeof kinds;

/** A state in a word; the colour only repeats it. */
export function Chip({ kind, icon, children }: { kind: ChipKind; icon?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5.5 items-center gap-1 rounded-control px-1.5 text-12 font-medium whitespace-nowrap ${kinds[kind]}`}
    >
      {icon}
      {children}
    </span>
  );
}

const statusChips: Record<string, { kind: ChipKind; word: string }> = {
  published: { kind: 'ok', word: 'Active' },
  archived: { kind: 'neutral', word: 'Archived' },
  deleted: { kind: 'neutral', word: 'Archived' },
};

/** The status of a group, plan or feature. */
export function StatusChip({ status }: { status: string }) {
  const { kind, word } = statusChips[status] ?? { kind: 'neutral' as const, word: status };
  return <Chip kind={kind}>{word}</Chip>;
}
