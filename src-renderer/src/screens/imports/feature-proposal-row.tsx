import { Checkbox } from '../../components/checkbox';
import { fieldError } from '../../components/form';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import type { ApiError } from '../../door/api';
import { countText } from '../../format/quantity';
import type { FeatureProposal } from './propose-feature';

/** What the person made of a proposal. */
export interface FeatureDraft {
  isChosen: boolean;
  name: string;
  aggregation: string;
  unit_singular: string;
  unit_plural: string;
}

interface Props {
  proposal: FeatureProposal;
  draft: FeatureDraft;
  error: ApiError | undefined;
  onEdit(part: Partial<FeatureDraft>): void;
}

/** Fields of this row that show their own refusal; anything else is shown under the name. */
const ownFields = ['unit_singular', 'unit_plural'];

/** One proposed feature: whether to create it, its name, what it adds up and the words for it. */
export function FeatureProposalRow({ proposal, draft, error, onEdit }: Props) {
  const { event_name, event_count } = proposal;
  const nameError = error && !ownFields.includes(error.field ?? '') ? error.message : null;
  const isOff = !draft.isChosen;
  return (
    <li className="flex flex-col gap-2 rounded-control border border-line p-3">
      <Checkbox isSelected={draft.isChosen} onChange={(isChosen) => onEdit({ isChosen })}>
        <span className="min-w-0">
          <span className="font-mono text-13 break-all">{event_name}</span>{' '}
          <span className="text-muted">{countText(event_count, 'event', 'events')}</span>
        </span>
      </Checkbox>
      <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-[2fr_1.5fr_1fr_1fr]">
        <TextField
          label={`Name of the feature for ${event_name}`}
          hideLabel
          value={draft.name}
          onChange={(name) => onEdit({ name })}
          isDisabled={isOff}
          prefix="Name"
          maxLength={255}
          error={nameError}
        />
        <Select
          label={`Aggregation of ${event_name}`}
          hideLabel
          value={draft.aggregation}
          onChange={(aggregation) => onEdit({ aggregation })}
          options={proposal.aggregations.map(({ id, label }) => ({ id, label }))}
          isDisabled={isOff}
        />
        <TextField
          label={`Unit of ${event_name}, one`}
          hideLabel
          prefix="One"
          value={draft.unit_singular}
          onChange={(unit_singular) => onEdit({ unit_singular })}
          isDisabled={isOff}
          error={fieldError(error, 'unit_singular')}
        />
        <TextField
          label={`Unit of ${event_name}, many`}
          hideLabel
          prefix="Many"
          value={draft.unit_plural}
          onChange={(unit_plural) => onEdit({ unit_plural })}
          isDisabled={isOff}
          error={fieldError(error, 'unit_plural')}
        />
      </div>
    </li>
  );
}
