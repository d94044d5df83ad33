import type { Customer } from '@shared/entities/customer';
import type { Subscription } from '@shared/entities/subscription';
import { Archive } from 'lucide-react';
import { useState } from 'react';
import { MoreMenu } from '../../components/menu';
import { CommitmentDialog } from '../commitments/commitment-dialog';
import { useCustomerPlans } from './use-customer-plans';

interface Props {
  customer: Customer;
  name: string;
  onArchive(): void;
}

/** What can be changed about a customer, out of sight of those its usage is shown to: commitments by plan, and its end. */
export function CustomerMenu({ customer, name, onArchive }: Props) {
  const plans = useCustomerPlans(customer.id) ?? [];
  const [committing, setCommitting] = useState<Subscription | null>(null);
  const plan = plans.find(({ subscription }) => subscription.id === committing?.id)?.name;
  return (
    <>
      <MoreMenu
        of={name}
        actions={[
          ...plans.map((one) => ({
            id: one.subscription.id,
            label: one.name ? `Minimum commitment on “${one.name}”…` : 'Minimum commitment…',
            onAction: () => setCommitting(one.subscription),
          })),
          {
            id: 'archive',
            label: 'Archive…',
            icon: <Archive aria-hidden size={16} />,
            isDangerous: true,
            onAction: onArchive,
          },
        ]}
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
