import type { LineItem, Subscription } from '@shared/entities/subscription';
import { useState } from 'react';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { ErrorState, LoadingState } from '../../components/states';
import { useApiQuery } from '../../door/use-api';
import { CommitmentForm } from './commitment-form';

interface Props {
  subscription: Subscription;
  /** The customer's or the plan's name, in the title. */
  of: string;
  onClose(): void;
}

const isCharging = ({ end_date }: LineItem) => end_date === null || Date.parse(end_date) > Date.now();

/** Sets, changes or removes what a customer committed to spend on the usage charges of a subscription. */
export function CommitmentDialog({ subscription, of, onClose }: Props) {
  const answer = useApiQuery('subscription.get', { id: subscription.id }, { keepPrevious: false });
  const lines = (answer.data?.line_items ?? []).filter((line) => line.price_type === 'USAGE' && isCharging(line));
  const [chosen, setChosen] = useState<string | null>(null);
  const line = lines.find(({ id }) => id === chosen) ?? lines[0];
  if (line) {
    return <CommitmentForm key={line.id} line={line} lines={lines} of={of} onChoose={setChosen} onClose={onClose} />;
  }
  return (
    <Dialog
      title={`Minimum commitment of “${of}”`}
      isOpen
      onClose={onClose}
      footer={
        <Button kind="primary" onPress={onClose}>
          Close
        </Button>
      }
    >
      {answer.error ? (
        <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data ? (
        <Notice kind="info">This subscription has no usage charge, and only usage can be committed to.</Notice>
      ) : (
        <LoadingState rows={3} />
      )}
    </Dialog>
  );
}
