import { useNavigate } from '@tanstack/react-router';
import { ChartColumn, FileUp, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { usePage } from '../../app/page';
import { ProgressBar } from '../../components/progress-bar';
import { useEnvironment } from '../../door/environment';
import { useStartImport } from '../imports/use-start-import';
import { useLoadSample } from './use-load-sample';
import { Wordmark } from './wordmark';

interface ChoiceProps {
  title: string;
  children: string;
  icon: ReactNode;
  isDisabled: boolean;
  onPress(): void;
}

function Choice({ title, children, icon, isDisabled, onPress }: ChoiceProps) {
  return (
    <AriaButton
      onPress={onPress}
      isDisabled={isDisabled}
      className="flex min-w-0 flex-1 flex-col items-start gap-2 rounded-sheet border border-control bg-surface p-5 text-left hover:border-link hover:bg-hover data-[disabled]:opacity-60"
    >
      <span className="flex size-9 items-center justify-center rounded-control bg-selected text-link">{icon}</span>
      <span className="text-16 font-semibold">{title}</span>
      <span className="text-14 text-secondary">{children}</span>
    </AriaButton>
  );
}

/** The first page of an empty environment: a sample, a usage file, or nothing at all. */
export function FirstRunScreen() {
  usePage('Welcome', [{ label: 'Welcome' }]);
  const environment = useEnvironment();
  const navigate = useNavigate();
  const sample = useLoadSample();
  const { start, isStarting } = useStartImport();
  const isBusy = sample.isLoading || isStarting;
  return (
    <div className="mx-auto flex min-h-full w-full max-w-240 flex-col justify-center gap-8 px-6 py-10">
      <header className="flex flex-col gap-4">
        <Wordmark />
        <div>
          <h1 tabIndex={-1} className="text-20 font-semibold outline-none">
            How do you want to start?
          </h1>
          <p className="mt-1 text-14 text-secondary">
            {environment.name} is empty. Keep prices in groups, see what each group earns, hand out reports: all on this
            computer, without an account.
          </p>
        </div>
      </header>
      <div className="flex flex-col gap-4 md:flex-row">
        <Choice
          title="Sample catalog"
          icon={<ChartColumn aria-hidden size={20} />}
          isDisabled={isBusy}
          onPress={sample.load}
        >
          Two groups, two plans with prices of every kind and 90 days of usage, to look around in.
        </Choice>
        <Choice title="Import a usage file" icon={<FileUp aria-hidden size={20} />} isDisabled={isBusy} onPress={start}>
          Start from your own usage events in a CSV or JSON file; features are proposed from it.
        </Choice>
        <Choice
          title="Empty"
          icon={<Plus aria-hidden size={20} />}
          isDisabled={isBusy}
          onPress={() => void navigate({ to: '/groups' })}
        >
          Create groups, plans and prices yourself; usage can come later.
        </Choice>
      </div>
      {sample.isLoading && <SampleProgress percent={sample.percent} />}
    </div>
  );
}

function SampleProgress({ percent }: { percent: number | null }) {
  return (
    <ProgressBar label="Loading the sample catalog" percent={percent}>
      <span className="text-14 text-secondary">Loading the sample catalog{percent !== null && `, ${percent} %`}…</span>
    </ProgressBar>
  );
}
