import type { Job } from '@shared/entities/job';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/button';
import { ErrorState, LoadingState } from '../../components/states';
import { toastDone } from '../../components/toast';
import { ApiError, api } from '../../door/api';
import { useApiQuery } from '../../door/use-api';
import { formatCount } from '../../format/quantity';
import { type FeatureDraft, FeatureProposalRow } from './feature-proposal-row';
import { countEvents, proposeFeature, proposeUnit } from './propose-feature';

/** How many are offered at once; the most frequent first. */
const mostOffered = 20;

/** Offers a feature for each event name of the file that none measures yet. */
export function CreateFeaturesStep({ job }: { job: Job }) {
  const summary = useApiQuery('event.summary', {});
  const [edits, setEdits] = useState<Record<string, Partial<FeatureDraft>>>({});
  const [refusals, setRefusals] = useState<Record<string, ApiError>>({});
  const [isCreating, setCreating] = useState(false);
  const hasCreated = useRef(false);
  if (summary.error) return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  if (!summary.data) return <LoadingState rows={2} label="Loading event names" />;

  // A stopped import says nothing of its names: then all there are are meant.
  const inFile = new Set((job.import?.event_names ?? []).map((one) => one.event_name));
  const meant = summary.data.event_names.filter((one) => inFile.size === 0 || inFile.has(one.event_name));
  const unmeasured = meant.filter((one) => one.meter_ids.length === 0);
  if (unmeasured.length === 0) {
    return (
      <p
        // The button that was pressed is gone: the keyboard goes on from here.
        ref={(line) => {
          if (hasCreated.current) line?.focus();
        }}
        tabIndex={-1}
        className="flex items-center gap-2 text-14 text-secondary outline-none"
      >
        <CircleCheck aria-hidden size={16} className="shrink-0 text-ok" />
        {meant.length === 1 ? 'Its one event name is' : `All ${formatCount(meant.length)} event names are`} measured by
        a feature.
      </p>
    );
  }

  const offered = unmeasured.slice(0, mostOffered).map((seen) => {
    const proposal = proposeFeature(seen);
    const edited = edits[seen.event_name] ?? {};
    const wanted = edited.aggregation ?? proposal.aggregation;
    const aggregation = proposal.aggregations.find((one) => one.id === wanted) ?? countEvents;
    const draft: FeatureDraft = {
      isChosen: true,
      name: proposal.name,
      aggregation: proposal.aggregation,
      ...proposeUnit(aggregation),
      ...edited,
    };
    return { proposal, draft, aggregation };
  });
  const chosen = offered.filter(({ draft }) => draft.isChosen);

  const edit = (event_name: string, part: Partial<FeatureDraft>) =>
    setEdits((known) => {
      const before = { ...known[event_name] };
      if (part.aggregation !== undefined) {
        // Another property has another unit, so edited words go.
        delete before.unit_singular;
        delete before.unit_plural;
      }
      return { ...known, [event_name]: { ...before, ...part } };
    });

  const create = async () => {
    setCreating(true);
    const refused: Record<string, ApiError> = {};
    let created = 0;
    for (const { proposal, draft, aggregation } of chosen) {
      try {
        await api('feature.create', {
          name: draft.name.trim(),
          type: 'metered',
          unit_singular: draft.unit_singular.trim(),
          unit_plural: draft.unit_plural.trim(),
          meter: {
            event_name: proposal.event_name,
            aggregation: { type: aggregation.type, field: aggregation.field },
          },
        });
        created += 1;
        hasCreated.current = true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        refused[proposal.event_name] = error;
      }
    }
    setRefusals(refused);
    setCreating(false);
    if (created > 0) toastDone(created === 1 ? 'Created 1 feature' : `Created ${created} features`);
  };

  return (
    <div className="flex flex-col gap-3">
      <p className="text-14 text-secondary">
        No feature measures {unmeasured.length === 1 ? 'this event' : 'these events'} yet. For anything beyond a sum or
        a count, use{' '}
        <Link to="/features/new" className="rounded-control text-link underline">
          Create Feature
        </Link>
        .
      </p>
      <ul className="flex flex-col gap-3">
        {offered.map(({ proposal, draft }) => (
          <FeatureProposalRow
            key={proposal.event_name}
            proposal={proposal}
            draft={draft}
            error={refusals[proposal.event_name]}
            onEdit={(part) => edit(proposal.event_name, part)}
          />
        ))}
      </ul>
      {unmeasured.length > mostOffered && (
        <p className="text-13 text-muted">
          The {mostOffered} most frequent of {formatCount(unmeasured.length)}; the next ones follow.
        </p>
      )}
      <Button
        kind="primary"
        className="self-start"
        isDisabled={chosen.length === 0}
        isPending={isCreating}
        onPress={() => void create()}
      >
        {chosen.length === 1 ? 'Create 1 feature' : `Create ${chosen.length} features`}
      </Button>
    </div>
  );
}
