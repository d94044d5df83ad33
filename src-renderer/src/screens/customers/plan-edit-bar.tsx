import { useShortcut } from '../../app/shortcuts';
import { Button } from '../../components/button';
import { FocusGoesOn } from '../../components/focus-goes-on';
import { Notice } from '../../components/form';
import { KeyHint } from '../../components/key-hint';
import { useEnvironment } from '../../door/environment';
import { countText, formatCount } from '../../format/quantity';
import { pastStartNote } from './past-start';
import { dayOfInstant } from './plan-drafts';
import { manyText, outcomeText, usageText } from './plan-outcome';
import { SavingPlans } from './saving-plans';
import { isMany } from './use-plan-changes';
import type { PlanDrafts } from './use-plan-drafts';
import { usePlanSaving } from './use-plan-saving';

/** What the edits of the grid will do, or what is wrong with them, and the way to save or discard them. */
export function PlanEditBar({ drafts }: { drafts: PlanDrafts }) {
  const { timezone: zone } = useEnvironment();
  const { drafts: edited, problems, preview, changes, canSave, outdated, saving } = drafts;
  const { run, stop, isSaving, percent, error } = usePlanSaving(drafts);
  useShortcut('Mod+Enter', 'Save the edited plans', run, canSave);
  if (edited.size === 0) return null;
  const begun = changes.flatMap(({ from, to }) => (to && to.plan_id !== from?.plan_id ? to.start_date : [])).sort();
  const pastNote = pastStartNote(dayOfInstant(begun[0] ?? null, zone), zone);
  const [key, problem] = [...problems][0] ?? [];
  const row = key === undefined ? undefined : edited.get(key)?.row;
  return (
    <FocusGoesOn>
      <section
        aria-label="Edited plans"
        className="sticky bottom-0 z-10 flex flex-col gap-2 rounded-control border border-line bg-raised p-3"
      >
        {error && <Notice kind="danger">{error.message}</Notice>}
        <div className="flex flex-wrap items-center gap-2">
          <p role="status" className="mr-auto min-w-0 text-14 break-words">
            <strong className="font-semibold">{countText(edited.size, 'row edited', 'rows edited')}.</strong>{' '}
            {problem ? (
              <span className="text-danger">
                {row && `${row.name || row.external_id}: `}
                {problem.message}
                {problems.size > 1 && ` (and ${formatCount(problems.size - 1)} more)`}
              </span>
            ) : (
              preview &&
              !saving?.job_id && (
                <>
                  {outcomeText(preview.outcome)}. {usageText(preview, zone)}{' '}
                  {preview.customers_left_out === 0 && pastNote} {isMany(changes) && manyText}
                </>
              )
            )}
          </p>
          {saving && (
            <FocusGoesOn>
              <SavingPlans count={saving.sent.size} percent={percent} onStop={stop} />
            </FocusGoesOn>
          )}
          {outdated.length > 0 && !isSaving && (
            <FocusGoesOn>
              <Button onPress={drafts.clearOutdated}>
                Discard {countText(outdated.length, 'outdated edit', 'outdated edits')}
              </Button>
            </FocusGoesOn>
          )}
          <Button kind="quiet" isDisabled={isSaving} onPress={drafts.undo}>
            Undo
          </Button>
          <Button isDisabled={isSaving} onPress={drafts.clear}>
            Discard
          </Button>
          <Button kind="primary" isPending={isSaving} isDisabled={!canSave && !isSaving} onPress={run}>
            Save
            <span aria-hidden className="ml-1 opacity-80">
              <KeyHint keys="Mod+Enter" inverse />
            </span>
          </Button>
        </div>
      </section>
    </FocusGoesOn>
  );
}
