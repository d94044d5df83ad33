import type { ReportFileKind, ReportSplit } from '@shared/entities/report-file';
import { Checkbox } from '../../components/checkbox';
import { RadioCards } from '../../components/radio-cards';
import { Select } from '../../components/select';
import { door } from '../../door/door';
import { kindWords, splitWords } from './report-words';

/** What a report file holds, and how it is cut into files. */
export interface FileChoice {
  kind: ReportFileKind;
  split: ReportSplit;
  with_filters: boolean;
}

export const initialFile: FileChoice = { kind: 'breakdown', split: 'none', with_filters: false };

const kinds = ['breakdown', 'series', 'usage_analytics', 'events'] as const satisfies readonly ReportFileKind[];
const splits = ['none', 'customer', 'group'] as const satisfies readonly ReportSplit[];

interface Props {
  value: FileChoice;
  onChange(change: Partial<FileChoice>): void;
  splitError?: string | null;
}

/** The part of a form that says what kind of file is written. */
export function FileFields({ value, onChange, splitError }: Props) {
  // A browser saves one file at a time.
  const isDownload = door.host === 'browser' && value.split === 'none';
  return (
    <>
      <RadioCards
        label="What the file holds"
        value={value.kind}
        // Events belong to no group.
        onChange={(kind) => onChange({ kind, ...(kind === 'events' && value.split === 'group' && { split: 'none' }) })}
        cards={kinds.map((id) => ({ id, ...kindWords[id] }))}
      />
      <Select
        label="Files"
        value={value.split}
        onChange={(split) => onChange({ split })}
        error={splitError}
        options={splits.map((id) => ({
          id,
          label: splitWords[id],
          isDisabled: id === 'group' && value.kind === 'events',
        }))}
      />
      <Checkbox
        isSelected={value.with_filters && !isDownload}
        isDisabled={isDownload}
        onChange={(with_filters) => onChange({ with_filters })}
      >
        Write a JSON file beside it that says which filters were set
      </Checkbox>
    </>
  );
}
