import type { Customer } from '@shared/entities/customer';
import type { Subscription } from '@shared/entities/subscription';
import { useState } from 'react';
import { MoreMenu } from '../../components/menu';
import { CommitmentDialog } from '../commitments/commitment-dialog';
import { useCustomerPlans } from './use-customer-plans';

/** Opens the minimum commitment of a customer on each of its plans; nothing for one that is on none. */
export function CommitmentsMenu({ customer, name }: { customer: Customer; name: string }) {
  const plans = useCustomerPlans(customer.id) ?? [];
  const [committing, setCommitting] = useState<Subscription | null>(null);
  if (plans.length === 0) return null;
  const plan = plans.find(({ subscription }) => subscription.id === committing?.id)?.name;
  return (
    <>
      <MoreMenu
        of={name}
        actions={plans.map((one) => ({
          id: one.subscription.id,
          label: one.name ? `Minimum commitment on “${one.name}”…` : 'Minimum commitment…',
          onAction: () => setCommitting(one.subscription),
        }))}
      />
      {committing && (
        <CommitmentDialog
          subscription={committing}
          of={plans.length > 1 && plan ? `${name} (${plan})` : name}
          onClose={() => setCommitting(null)}
        />
      )}
    </>
  );
}
