import { Link } from '@tanstack/react-router';
import { Plus, Scale } from 'lucide-react';
import { useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { Button, buttonClass } from '../../components/button';
import { focusOnceGone } from '../../components/focus-once-gone';
import { ActionMenu } from '../../components/menu';
import { Page, PageHeader } from '../../components/page-header';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { countText } from '../../format/quantity';
import { RangeNote } from '../analytics/range-note';
import { RangePicker } from '../analytics/report-toolbar';
import { ApplyChange } from './apply-change';
import { ChangeCards } from './change-cards';
import { ChangeDialog, type OpenChange } from './change-dialog';
import { ComparisonActions } from './comparison-actions';
import { ComparisonByCustomer } from './comparison-by-customer';
import { ComparisonByGroup } from './comparison-by-group';
import { ComparisonByPrice } from './comparison-by-price';
import { ComparisonCards } from './comparison-cards';
import { changeAt, comparison } from './go-on-with';
import { MakeDialog } from './make-dialog';
import { NotCharged } from './not-charged';
import { PricingPast } from './pricing-past';
import { KeptWhatIfs, SavedActions } from './saved-what-ifs';
import { type Cut, useWhatIfView, type WhatIfView } from './what-if-view';

const crumbs = [{ label: 'Usage' }, { label: 'What if' }];

/** Past usage under changes that nobody has saved, beside what it costs now. */
export function WhatIfScreen() {
  usePage('What if', crumbs);
  const shown = useWhatIfView();
  const { changes, setView, summary } = shown;
  const [isMaking, setMaking] = useState(false);
  const [open, setOpen] = useState<OpenChange | null>(null);
  const [applied, setApplied] = useState<number | null>(null);
  useStatusText(changes.length > 0 ? `${countText(changes.length, 'change', 'changes')} tried, none saved` : '');

  if (summary.error) {
    return (
      <Page>
        <PageHeader title="What if" />
        <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
      </Page>
    );
  }
  if (!summary.data) return <LoadingState label="Loading usage" />;
  if (summary.data.event_count === 0) return <NoUsage />;
  const change = applied === null ? undefined : changes[applied];
  return (
    <Page>
      <PageHeader title="What if" actions={<AddChange onAdd={setOpen} />}>
        Prices past usage under changes that are not saved, side by side with what it costs now.
      </PageHeader>
      <div role="toolbar" aria-label="Comparison" className="flex flex-wrap items-center gap-2">
        <RangePicker presets={shown.presets} range={shown.range} onRange={setView} />
        <SavedActions shown={shown} />
        {changes.length > 0 && (
          <>
            <Button
              kind="quiet"
              onPress={({ target }) => {
                focusOnceGone(target, () => changeAt(0));
                setView({ changes: [], saved: '' });
              }}
            >
              Remove all changes
            </Button>
            <Button className="ml-auto" onPress={() => setMaking(true)}>
              Make it real…
            </Button>
          </>
        )}
      </div>
      <RangeNote range={shown.range} misread={shown.misread} isChosen />
      {changes.length === 0 ? (
        <>
          <NoChanges onAdd={setOpen} />
          <KeptWhatIfs shown={shown} />
        </>
      ) : (
        <>
          <ChangeCards
            changes={changes}
            onEdit={(index) => setOpen({ kind: changes[index]?.kind ?? 'edit_price', index })}
            onApply={setApplied}
            onRemove={(index) => setView({ changes: changes.toSpliced(index, 1) })}
          />
          <PricingPast answer={shown.answer} percent={shown.percent} stop={shown.stop} />
          <Answer shown={shown} />
        </>
      )}
      {open && (
        <ChangeDialog
          open={open}
          changes={changes}
          onDone={(next) => {
            setView({ changes: [...next] });
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {change && applied !== null && (
        <ApplyChange
          change={change}
          onMade={() => {
            setApplied(null);
            setView({ changes: changes.toSpliced(applied, 1) });
          }}
          onClose={() => setApplied(null)}
        />
      )}
      {isMaking && (
        <MakeDialog
          changes={changes}
          onMade={() => {
            setMaking(false);
            setView({ changes: [], saved: '' });
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </Page>
  );
}

const kinds = [
  { kind: 'edit_price', label: 'Another price' },
  { kind: 'draft_price', label: 'A new charge' },
  { kind: 'swap_plan', label: 'Another plan' },
  { kind: 'everyone_on_plan', label: 'Everyone on one plan' },
] as const;

function AddChange({ onAdd }: { onAdd(open: OpenChange): void }) {
  return (
    <ActionMenu
      label="Add a change"
      trigger={
        <Button kind="primary" icon={<Plus aria-hidden size={16} />} data-add-change>
          Add a change
        </Button>
      }
      actions={kinds.map(({ kind, label }) => ({ id: kind, label, onAction: () => onAdd({ kind, index: null }) }))}
    />
  );
}

function NoChanges({ onAdd }: { onAdd(open: OpenChange): void }) {
  return (
    <EmptyState
      title="What would you like to try?"
      icon={<Scale aria-hidden size={24} />}
      actions={kinds.map(({ kind, label }) => (
        <Button key={kind} onPress={() => onAdd({ kind, index: null })}>
          {label}
        </Button>
      ))}
    >
      Try other terms on a price, add a charge, move customers to another plan, or price everyone as if on one plan.
      Several changes can be tried together. Nothing is saved until you apply it.
    </EmptyState>
  );
}

/** What becomes of minimum commitments, which are part of what is charged now. */
const commitmentsNote = (changes: WhatIfView['changes']) =>
  changes.some(({ kind }) => kind === 'everyone_on_plan')
    ? 'with everyone on one plan, minimum commitments are left out of what they would pay.'
    : 'minimum commitments stay with the plan they were made for.';

/** The comparison. While the next one is worked out, the previous one stays, dimmed. */
function Answer({ shown }: { shown: WhatIfView }) {
  const { answer, by, setView } = shown;
  if (answer.error) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return answer.isFetching && <LoadingState label="Pricing past usage" rows={8} />;
  const { data } = answer;
  if (data.totals.length === 0) {
    return (
      <EmptyState
        title="Nothing to compare in these days"
        actions={
          <Button
            onPress={({ target }) => {
              focusOnceGone(target, comparison);
              setView({ range: 'all', from: '', to: '' });
            }}
          >
            Show all data
          </Button>
        }
      >
        Neither now nor with the changes is any usage of these days charged.
      </EmptyState>
    );
  }
  return (
    <section
      aria-label="Comparison"
      aria-busy={answer.isPlaceholderData}
      className={`flex flex-col gap-4 ${answer.isPlaceholderData ? 'is-stale' : ''}`}
    >
      <p role="status" className="sr-only">
        {answer.isPlaceholderData ? 'Pricing past usage' : ''}
      </p>
      <ComparisonCards answer={data} />
      <NotCharged answer={data} />
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-16 font-semibold">Where the difference comes from</h2>
        <ComparisonActions shown={shown} answer={data} />
      </div>
      <Tabs<Cut>
        label="Compare by"
        value={by}
        onChange={(next) => setView({ by: next })}
        tabs={[
          { id: 'group', label: 'By group', content: <ComparisonByGroup answer={data} /> },
          { id: 'price', label: 'By price', content: <ComparisonByPrice answer={data} /> },
          { id: 'customer', label: 'By customer', content: <ComparisonByCustomer shown={shown} /> },
        ]}
      />
      <p className="text-13 text-muted">
        Only usage is compared: fixed charges are left out, and the whole range is priced as one period. Usage stays
        what it was, since nobody knows how customers would have acted on other prices. Customers are compared by the
        prices that the changes touch; {commitmentsNote(shown.changes)}
      </p>
    </section>
  );
}

function NoUsage() {
  return (
    <Page>
      <PageHeader title="What if" />
      <EmptyState
        title="No usage yet"
        icon={<Scale aria-hidden size={24} />}
        actions={
          <Link to="/imports" className={buttonClass('primary')}>
            Import a usage file
          </Link>
        }
      >
        What if tries other prices and plans on usage that is already here. It needs usage events.
      </EmptyState>
    </Page>
  );
}
