import type { Plan } from '@shared/entities/plan';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { Gauge, Plus, Repeat } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../components/button';
import { Notice } from '../../../components/form';
import { RadioCards } from '../../../components/radio-cards';
import { toastDone } from '../../../components/toast';
import { useEnvironment } from '../../../door/environment';
import { useApiMutation, useApiQuery } from '../../../door/use-api';
import { bulkRefusal } from './bulk-refusal';
import { type ChargeDraft, chargeErrors, chargeRequest, newChargeDraft, withFeature } from './charge-draft';
import { ChargeForm } from './charge-form';
import {
  type ChargeList,
  cancelOpen,
  changeOpen,
  duplicate,
  emptyChargeList,
  hasWork,
  isOpenChanged,
  move,
  openNew,
  openStaged,
  remove,
  stageOpen,
} from './charge-list';
import { forgetCharges, keepCharges, takeKeptCharges } from './kept-charges';
import { LeaveQuestion } from './leave-question';
import { StagedCard } from './staged-card';
import { startDateOf, usualStart } from './start-choice';
import { useCreatedFeature } from './use-created-feature';
import { useNextFocus } from './use-next-focus';

type Kind = ChargeDraft['type'];

const kindCards = [
  {
    id: 'FIXED' as const,
    label: 'Fixed charges',
    icon: <Repeat aria-hidden size={18} />,
    description: 'The same amount every period, or once: a base fee, a seat, a set-up.',
  },
  {
    id: 'USAGE' as const,
    label: 'Usage Charges',
    icon: <Gauge aria-hidden size={18} />,
    description: 'By what customers use: per unit, in packages, or in tiers.',
  },
];

/** The most one save takes (wire contract 3.10). */
const mostCharges = 100;

/** Charges being put together for a plan: staged ones as cards, at most one open form, and one save for all. */
export function ChargeStaging({ plan, place }: { plan: Plan; place: string }) {
  const navigate = useNavigate();
  const { timezone: zone } = useEnvironment();
  const [now] = useState(() => new Date().toISOString());
  const [list, setList] = useState<ChargeList>(() => takeKeptCharges(place) ?? emptyChargeList);
  const [wasKept] = useState(() => hasWork(list));
  const [refusal, setRefusal] = useState<{ charge: number | null; error: Error } | null>(null);
  const create = useApiMutation('price.createBulk');
  const summary = useApiQuery('event.summary', {});
  const isLeaving = useRef(false);
  // The form of the other kind, as it was when the person looked at this one.
  const [aside, setAside] = useState<Partial<Record<Kind, ChargeDraft>>>({});
  const { staged, open } = list;
  const { box, focusNext } = useNextFocus();
  const firstUsage = summary.data?.first_timestamp ?? null;
  const emptyCharge = (type: Kind): ChargeDraft => ({
    ...newChargeDraft(type, plan.name),
    start: usualStart({
      type,
      before: staged.findLast(({ draft }) => draft.type === type)?.draft.start,
      hasSubscriptions: plan.subscription_count > 0,
      firstUsage,
    }),
  });
  useCreatedFeature((feature) =>
    setList((old) => {
      const draft = old.open?.draft.type === 'USAGE' ? old.open.draft : emptyCharge('USAGE');
      const list = old.open?.draft.type === 'USAGE' ? old : openNew(old, draft);
      return changeOpen(list, withFeature(draft, feature));
    }),
  );

  useEffect(() => forgetCharges(place), [place]);
  const blocker = useBlocker({
    shouldBlockFn: () => !isLeaving.current && hasWork(list),
    enableBeforeUnload: () => !isLeaving.current && hasWork(list),
    withResolver: true,
  });
  const leave = (keep: boolean) => {
    isLeaving.current = true;
    if (keep) keepCharges(place, list);
  };

  const save = () => {
    const isOpenComplete = open !== null && Object.keys(chargeErrors(open.draft)).length === 0;
    const all = isOpenComplete ? stageOpen(list) : list;
    const items = all.staged.flatMap(
      ({ draft }) => chargeRequest(draft, plan.id, startDateOf(draft.start, { now, zone, firstUsage })) ?? [],
    );
    setList(all);
    setRefusal(null);
    create.mutate(
      { items },
      {
        onSuccess: ({ items: made }) => {
          isLeaving.current = true;
          toastDone(
            made.length === 1 ? `1 charge added to ${plan.name}` : `${made.length} charges added to ${plan.name}`,
          );
          void navigate({ to: '/plans/$planId', params: { planId: plan.id } });
        },
        onError: (refused) => {
          const { index, error } = bulkRefusal(refused);
          const charge = index === null ? undefined : all.staged[index];
          setRefusal({ charge: charge?.id ?? null, error });
          if (charge) setList(openStaged(all, charge.id));
        },
      },
    );
  };

  const isFirst = staged.length === 0 && open?.editing == null;
  const isOpenReady = open === null || Object.keys(chargeErrors(open.draft)).length === 0;
  // An incomplete form stays open until it is completed or cancelled: nothing typed is lost on the way to another card.
  const canEdit = isOpenReady || !isOpenChanged(list);
  const count = staged.length + (open !== null && open.editing === null ? 1 : 0);
  const form = open && (
    <ChargeForm
      key={open.editing ?? open.draft.type}
      draft={open.draft}
      onChange={(part) => setList((old) => (old.open ? changeOpen(old, { ...old.open.draft, ...part }) : old))}
      plan={plan}
      now={now}
      isEditing={open.editing !== null}
      takesFocus={!isFirst}
      refusal={refusal !== null && refusal.charge === open.editing ? refusal.error : null}
      onAdd={() => {
        setRefusal(null);
        setList(stageOpen(list));
        focusNext(open.editing === null ? '[data-add-another] button' : stagedButton(open.editing));
      }}
      onCancel={
        isFirst && !isOpenChanged(list)
          ? null
          : () => {
              setList(cancelOpen(list));
              focusNext(open.editing === null ? '[data-add-another] button' : stagedButton(open.editing));
            }
      }
      onCreateFeature={() => {
        leave(true);
        void navigate({ to: '/features/new', search: { plan_id: plan.id } as never });
      }}
    />
  );

  return (
    <div ref={box} className="contents">
      {wasKept && <Notice kind="info">These charges were kept from before. They are not saved yet.</Notice>}
      {refusal && refusal.charge === null && <Notice kind="danger">{refusal.error.message}</Notice>}
      {isFirst && (
        <RadioCards<Kind>
          label="Charge type"
          value={open?.draft.type ?? null}
          onChange={(kind) => {
            if (open) setAside({ ...aside, [open.draft.type]: open.draft });
            setList(openNew(list, emptyCharge(kind), aside[kind]));
          }}
          cards={kindCards}
        />
      )}
      {staged.length > 0 && (
        <ol aria-label="Charges to add" className="flex flex-col gap-3">
          {staged.map((charge, index) =>
            open?.editing === charge.id ? (
              <li key={charge.id}>{form}</li>
            ) : (
              <StagedCard
                key={charge.id}
                charge={charge}
                index={index}
                count={staged.length}
                onEdit={
                  canEdit ? () => setList(openStaged(isOpenChanged(list) ? stageOpen(list) : list, charge.id)) : null
                }
                onDuplicate={() => setList(duplicate(list, charge.id))}
                onRemove={() => {
                  setList(remove(list, charge.id));
                  focusNext('[data-add-another] button');
                }}
                onMove={(by) => {
                  setList(move(list, charge.id, by));
                  focusNext(stagedButton(charge.id));
                }}
              />
            ),
          )}
        </ol>
      )}
      {open?.editing === null && form}
      {open === null && staged.length > 0 && (
        <div data-add-another className="flex flex-wrap gap-2">
          <Button icon={<Plus aria-hidden size={16} />} onPress={() => setList(openNew(list, emptyCharge('FIXED')))}>
            Fixed charge
          </Button>
          <Button icon={<Plus aria-hidden size={16} />} onPress={() => setList(openNew(list, emptyCharge('USAGE')))}>
            Usage charge
          </Button>
        </div>
      )}
      {count > mostCharges && <Notice kind="pending">At most {mostCharges} charges can be saved at once.</Notice>}
      <div className="sticky bottom-0 -mx-6 mt-auto -mb-5 flex items-center gap-3 border-t border-line bg-surface px-6 py-3">
        <Button
          kind="primary"
          isPending={create.isPending}
          isDisabled={count === 0 || !isOpenReady || count > mostCharges}
          onPress={save}
        >
          {count > 1 ? `Save ${count} charges` : 'Save'}
        </Button>
        <Button onPress={() => void navigate({ to: '/plans/$planId', params: { planId: plan.id } })}>Cancel</Button>
        {open !== null && !isOpenReady && <span className="text-13 text-muted">Complete the open charge to save.</span>}
      </div>
      {blocker.status === 'blocked' && (
        <LeaveQuestion
          count={count}
          onStay={blocker.reset}
          onKeep={() => {
            leave(true);
            blocker.proceed();
          }}
          onDiscard={() => {
            leave(false);
            blocker.proceed();
          }}
        />
      )}
    </div>
  );
}

const stagedButton = (id: number) => `[data-staged="${id}"] button:not([disabled])`;
