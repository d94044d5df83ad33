import type { SavedReport } from '@shared/entities/saved-report';
import { type ReportRangeId, reportRangeIds } from '@shared/rules/report-range';
import { useState } from 'react';
import { DateField } from '../../components/date-fields';
import { fieldError } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import type { PageInput } from '../../door/api';
import { useApiMutation } from '../../door/use-api';
import { type ReportWindow, reportWindows } from '../analytics/range-presets';
import { FileFields, initialFile } from './file-fields';
import { ReportScopeFields } from './report-scope-fields';
import { rangeWords } from './report-words';

type Question = PageInput<'savedReport.create'>['question'];
type RangeChoice = ReportRangeId | 'custom';

interface Props {
  /** The report to change; null for a new one. */
  report: SavedReport | null;
  /** What a new one begins with: the filters of the report on screen. */
  initial?: Partial<Question>;
  onClose(): void;
}

/** The windows on offer; one that was chosen elsewhere, such as a quarter of an hour, is among them. */
const windowsWith = (chosen: ReportWindow) =>
  reportWindows.filter(({ id }) => id === chosen || ['HOUR', 'DAY', 'WEEK', 'MONTH'].includes(id));

/** Names a report and what it asks, so that it can be run again. */
export function ReportFormDialog({ report, initial, onClose }: Props) {
  const before: Question = report?.question ?? { ...initialFile, range: { preset: 'last_month' }, ...initial };
  const [name, setName] = useState(report?.name ?? '');
  const [question, setQuestion] = useState<Question>(before);
  const [attempts, setAttempts] = useState(0);
  const create = useApiMutation('savedReport.create');
  const update = useApiMutation('savedReport.update');
  const { error } = report ? update : create;
  const change = (fields: Partial<Question>) => setQuestion({ ...question, ...fields });
  const { range } = question;
  const days = range.preset === 'custom' ? range : { from: '', to: '' };
  const nameError = attempts > 0 && name.trim() === '' ? 'Please enter a name' : null;
  const daysError =
    range.preset !== 'custom' || attempts === 0
      ? null
      : days.from === '' || days.to === ''
        ? 'Please choose both days'
        : days.from > days.to
          ? 'The last day is before the first.'
          : null;

  function setRange(preset: RangeChoice) {
    change({ range: preset === 'custom' ? { preset, from: '', to: '' } : { preset } });
  }
  function submit() {
    const isIncomplete = range.preset === 'custom' && (!range.from || !range.to || range.from > range.to);
    if (name.trim() === '' || isIncomplete) {
      setAttempts(attempts + 1);
      return;
    }
    const onSuccess = (saved: SavedReport) => {
      toastDone(`Saved ${saved.name}`);
      onClose();
    };
    if (report) update.mutate({ id: report.id, name, question }, { onSuccess });
    else create.mutate({ name, question }, { onSuccess });
  }

  return (
    <FormDialog
      title={report ? 'Edit report' : 'Save report'}
      submitLabel="Save report"
      onSubmit={submit}
      onClose={onClose}
      isDirty={name !== (report?.name ?? '') || JSON.stringify(question) !== JSON.stringify(before)}
      isPending={create.isPending || update.isPending}
      error={error}
      fields={['name', 'question.range.to']}
      attempts={attempts}
    >
      <TextField
        label="Name"
        isRequired
        autoFocus
        value={name}
        onChange={setName}
        maxLength={200}
        error={fieldError(error, 'name', nameError)}
      />
      <Select<RangeChoice>
        label="Period"
        value={range.preset}
        onChange={setRange}
        description="A named period moves with time: it is looked up whenever the report runs."
        options={[
          ...reportRangeIds.map((id) => ({ id, label: rangeWords[id] })),
          { id: 'custom' as const, label: 'Two days of the calendar' },
        ]}
      />
      {range.preset === 'custom' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <DateField
            label="First day"
            value={range.from}
            onChange={(from) => change({ range: { ...range, from } })}
            max={range.to || undefined}
          />
          <DateField
            label="Last day"
            value={range.to}
            onChange={(to) => change({ range: { ...range, to } })}
            min={range.from || undefined}
            error={fieldError(error, 'question.range.to', daysError)}
          />
        </div>
      )}
      <FileFields
        value={{ ...initialFile, ...question }}
        onChange={change}
        splitError={fieldError(error, 'question.split')}
      />
      <ReportScopeFields question={question} onChange={change} />
      {question.kind === 'series' && (
        <Select
          label="Window"
          value={question.window_size ?? 'DAY'}
          onChange={(window_size) => change({ window_size })}
          options={windowsWith(question.window_size ?? 'DAY')}
        />
      )}
    </FormDialog>
  );
}
