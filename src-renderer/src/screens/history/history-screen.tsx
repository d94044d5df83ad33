import { type HistoryEdit, historyEntities, historySources } from '@shared/entities/history';
import { History } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { usePage, useStatusText } from '../../app/page';
import { useSearchState } from '../../app/search-state';
import { Button } from '../../components/button';
import { NothingFound } from '../../components/nothing-found';
import { Page, PageHeader } from '../../components/page-header';
import { Select } from '../../components/select';
import { EmptyState, ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { formatDate } from '../../format/date';
import { countText } from '../../format/quantity';
import { EditEntry } from './edit-entry';
import { entityNouns } from './history-words';

const crumbs = [{ label: 'Work' }, { label: 'History', to: '/history' }];

const entityChoices = [
  { id: 'all', label: 'Everything' },
  ...historyEntities.map((id) => ({ id, label: capitalized(entityNouns[id].many) })),
] as const;
const sourceWords = { app: 'By you', api: 'By API keys', sync: 'By the server' } as const;
const sourceChoices = [
  { id: 'all', label: 'By anybody' },
  ...historySources.map((id) => ({ id, label: sourceWords[id] })),
] as const;

type EntityChoice = (typeof entityChoices)[number]['id'];
type SourceChoice = (typeof sourceChoices)[number]['id'];

const noFilter = { entity: 'all' as EntityChoice, source: 'all' as SourceChoice, id: '' };

/** How many edits are shown at first, and how many more on request. */
const step = 50;
/** The most that one question answers. */
const most = 500;

/** What was done to the catalog and its customers, by whom and when, newest first. */
export function HistoryScreen() {
  usePage('History', crumbs);
  const [{ entity, source, id, before }, setList] = useSearchState({ ...noFilter, before: 0 });
  const [count, setCount] = useState(step);
  const history = useApiQuery('change.history', {
    ...(entity !== 'all' && { entity: known(entityChoices, entity) }),
    ...(source !== 'all' && { source: known(sourceChoices, source) }),
    ...(id && { id }),
    ...(before > 0 && { before }),
    limit: count,
  });
  const { edits = [], names = {}, next = null } = history.data ?? {};
  const isFiltered = entity !== 'all' || source !== 'all' || id !== '';
  useStatusText(history.data ? countText(edits.length, 'edit', 'edits') : '');
  const change = (part: Partial<typeof noFilter>) => {
    setCount(step);
    setList({ ...part, before: 0 });
  };
  const showOlder = () => {
    if (count < most) setCount(Math.min(most, count + step));
    else if (next !== null) {
      setCount(step);
      setList({ before: next });
    }
  };
  const name = id && edits[0]?.rows[0]?.name;

  return (
    <Page>
      <PageHeader title="History">
        {name ? `What was done to “${name}”.` : 'What was done to the catalog and its customers, and by whom.'}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label="What was edited"
          hideLabel
          isCompact
          className="w-44"
          value={entity}
          onChange={(value) => change({ entity: value })}
          options={entityChoices}
        />
        <Select
          label="By whom"
          hideLabel
          isCompact
          className="w-36"
          value={source}
          onChange={(value) => change({ source: value })}
          options={sourceChoices}
        />
        {id && <Button onPress={() => change({ id: '' })}>Show all rows</Button>}
        {before > 0 && <Button onPress={() => change({})}>Back to the newest</Button>}
      </div>
      {history.error ? (
        <ErrorState error={history.error} onRetry={() => void history.refetch()} />
      ) : !history.data ? (
        <LoadingState label="Loading the history" />
      ) : edits.length === 0 ? (
        isFiltered ? (
          <NothingFound
            what="edits"
            search=""
            others={filterWords({ entity, source, id })}
            onClear={() => change(noFilter)}
          />
        ) : (
          <EmptyState title="Nothing was edited yet" icon={<History aria-hidden size={24} />}>
            Every edit of a group, plan, price, feature or customer is listed here, with what it was before.
          </EmptyState>
        )
      ) : (
        <>
          {/* Arrows lead from edit to edit beside Tab. */}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the edits in it take the keys */}
          <div className="flex min-w-0 flex-col gap-4" onKeyDown={moveAmongEdits}>
            {byDay(edits).map(({ day, edits }) => (
              <section key={day} aria-label={day} className="flex min-w-0 flex-col gap-1">
                <h2 className="text-13 font-medium text-secondary">{day}</h2>
                <ul aria-label={`Edits of ${day}`} className="rounded-control border border-line">
                  {edits.map((edit) => (
                    <EditEntry key={edit.seq} edit={edit} names={names} />
                  ))}
                </ul>
              </section>
            ))}
          </div>
          {next !== null && (
            <div className="flex justify-center">
              <Button isPending={history.isPlaceholderData} onPress={showOlder}>
                Show older edits
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What narrows the list, in words. */
const filterWords = ({ entity, source, id }: typeof noFilter): string[] => [
  ...entityChoices
    .filter((one) => one.id === entity && one.id !== 'all')
    .map(({ label }) => `what was edited is “${label}”`),
  ...sourceChoices
    .filter((one) => one.id === source && one.id !== 'all')
    .map(({ label }) => `it was done ${uncapitalized(label)}`),
  ...(id ? ['it was done to one row'] : []),
];

const uncapitalized = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What an address says may be anything. */
const known = <K extends string>(choices: readonly { id: K | 'all' }[], id: K): K | undefined =>
  choices.some((choice) => choice.id === id) ? id : undefined;

function byDay(edits: readonly HistoryEdit[]): { day: string; edits: HistoryEdit[] }[] {
  const days = Map.groupBy(edits, ({ at }) => formatDate(at));
  return [...days].map(([day, of]) => ({ day, edits: of }));
}

function moveAmongEdits(event: KeyboardEvent<HTMLDivElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined || !(event.target instanceof HTMLElement) || !event.target.matches('summary')) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('summary[data-edit]')];
  const to = all[all.indexOf(event.target) + by];
  if (!to) return;
  event.preventDefault();
  to.focus();
}
