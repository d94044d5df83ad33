import type { PickedTarget } from '@shared/door';
import type { SavedReport } from '@shared/entities/saved-report';
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button';
import { fieldError, Notice } from '../../components/form';
import { FormDialog } from '../../components/form-dialog';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';
import { useEnvironment } from '../../door/environment';
import { useApiMutation } from '../../door/use-api';
import { weekdayName } from './report-words';

type Every = 'never' | 'day' | 'week' | 'month';

const everyOptions: readonly { id: Every; label: string }[] = [
  { id: 'never', label: 'Never: only when I run it' },
  { id: 'day', label: 'Every day' },
  { id: 'week', label: 'Every week' },
  { id: 'month', label: 'Every month' },
];
const weekdays = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: String(day), label: weekdayName(day) }));
const monthDays = Array.from({ length: 31 }, (_, index) => ({ id: String(index + 1), label: String(index + 1) }));

/** When a report writes itself, and where to. */
export function ScheduleDialog({ report, onClose }: { report: SavedReport; onClose(): void }) {
  const { timezone } = useEnvironment();
  const known = report.schedule;
  const [every, setEvery] = useState<Every>(known?.every ?? 'day');
  const [time, setTime] = useState(known?.time ?? '06:00');
  const [weekday, setWeekday] = useState(String(known?.weekday ?? 1));
  const [day, setDay] = useState(String(known?.day ?? 1));
  const [target, setTarget] = useState<PickedTarget | null>(null);
  const [attempts, setAttempts] = useState(0);
  const schedule = useApiMutation('savedReport.schedule');
  const folder = target?.path ?? report.folder;
  const ownError = attempts > 0 && every !== 'never' && folder === null ? 'Please choose a folder' : null;
  const folderError = fieldError(schedule.error, 'target_token', ownError);

  const chooseFolder = () => door.pickFolder('Choose a folder for the report').then((one) => one && setTarget(one));
  function submit() {
    if (every !== 'never' && folder === null) {
      setAttempts(attempts + 1);
      return;
    }
    schedule.mutate(
      {
        id: report.id,
        schedule: every === 'never' ? null : { every, time, weekday: Number(weekday), day: Number(day) },
        ...(target && { target_token: target.token }),
      },
      {
        onSuccess: (saved) => {
          toastDone(saved.schedule ? `${saved.name} is scheduled` : `${saved.name} is not scheduled any more`);
          onClose();
        },
      },
    );
  }
  return (
    <FormDialog
      title={`Schedule ${report.name}`}
      submitLabel="Save schedule"
      onSubmit={submit}
      onClose={onClose}
      isPending={schedule.isPending}
      error={schedule.error}
      fields={['schedule.time', 'target_token']}
      attempts={attempts}
      size="small"
    >
      <Select<Every> label="Repeat" value={every} onChange={setEvery} options={everyOptions} />
      {every === 'week' && <Select label="Weekday" value={weekday} onChange={setWeekday} options={weekdays} />}
      {every === 'month' && (
        <Select
          label="Day of the month"
          value={day}
          onChange={setDay}
          options={monthDays}
          description="In a shorter month, its last day."
        />
      )}
      {every !== 'never' && (
        <>
          <TextField
            label="Time"
            type="time"
            value={time}
            onChange={setTime}
            description={`In the time zone of this environment, ${timezone}.`}
            error={fieldError(schedule.error, 'schedule.time')}
          />
          <div className="flex flex-col items-start gap-1.5">
            <span className="text-13 font-medium">Folder</span>
            <span className="max-w-full text-13 break-all text-secondary">{folder ?? 'No folder chosen yet'}</span>
            <Button
              icon={<FolderOpen aria-hidden size={16} />}
              onPress={() => void chooseFolder().catch(toastFailure)}
              aria-describedby={folderError ? 'folder-error' : undefined}
            >
              {door.host === 'electron' ? 'Choose a folder…' : 'Use the reports folder'}
            </Button>
            {folderError && (
              <span id="folder-error" className="text-13 text-danger">
                {folderError}
              </span>
            )}
          </div>
          <Notice kind="info">
            The report is written while Pricebook is open. What was missed meanwhile is made up once, at the next start.
          </Notice>
        </>
      )}
    </FormDialog>
  );
}
