import type { WhatIfChangeInput } from '@shared/entities/what-if';
import type { ChangeOf } from './change-of-terms';
import { DraftChargeDialog } from './draft-charge-dialog';
import { EveryoneDialog } from './everyone-dialog';
import { SwapPlanDialog } from './swap-plan-dialog';
import { TryPriceDialog } from './try-price-dialog';

export interface OpenChange {
  kind: WhatIfChangeInput['kind'];
  /** Place of the change that is edited; null for a new one. */
  index: number | null;
}

interface Props {
  open: OpenChange;
  changes: readonly WhatIfChangeInput[];
  onDone(changes: readonly WhatIfChangeInput[]): void;
  onClose(): void;
}

/** The dialog of one kind of change, for a new one or one that is there. */
export function ChangeDialog({ open, changes, onDone, onClose }: Props) {
  const edited = open.index === null ? undefined : changes[open.index];
  const done = (change: WhatIfChangeInput) => {
    // There is one look at everyone on a plan: another one takes its place.
    const others = change.kind === 'everyone_on_plan' ? changes.filter((one) => one.kind !== change.kind) : changes;
    const isReplaced = open.index !== null && change.kind !== 'everyone_on_plan';
    onDone(isReplaced ? others.map((one, index) => (index === open.index ? change : one)) : [...others, change]);
  };
  const props = { onDone: done, onClose };
  if (open.kind === 'swap_plan') return <SwapPlanDialog change={changeOf(edited, 'swap_plan')} {...props} />;
  if (open.kind === 'everyone_on_plan')
    return <EveryoneDialog change={changeOf(edited, 'everyone_on_plan')} {...props} />;
  if (open.kind === 'draft_price') return <DraftChargeDialog change={changeOf(edited, 'draft_price')} {...props} />;
  return <TryPriceDialog change={changeOf(edited, 'edit_price')} {...props} />;
}

const changeOf = <K extends WhatIfChangeInput['kind']>(change: WhatIfChangeInput | undefined, kind: K) =>
  change?.kind === kind ? (change as ChangeOf<K>) : null;
