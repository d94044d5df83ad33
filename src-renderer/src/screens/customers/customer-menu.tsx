import type { Customer } from '@shared/entities/customer';
import type { Subscription } from '@shared/entities/subscription';
import { useNavigate } from '@tanstack/react-router';
import { Archive, History, Package, Pencil } from 'lucide-react';
import { useState } from 'react';
import { MoreMenu } from '../../components/menu';
import { CommitmentDialog } from '../commitments/commitment-dialog';
import { useHistoryAction } from '../history/open-history';
import { EditCustomerDialog } from './edit-customer-dialog';
import { useCustomerPlans } from './use-customer-plans';

interface Props {
  customer: Customer;
  name: string;
  onArchive(): void;
}

/** What can be changed about a customer, out of sight of those its usage is shown to: what it is called, commitments, its end. */
export function CustomerMenu({ customer, name, onArchive }: Props) {
  const navigate = useNavigate();
  const historyOf = useHistoryAction();
  const plans = useCustomerPlans(customer.id) ?? [];
  const [committing, setCommitting] = useState<Subscription | null>(null);
  const [isEditing, setEditing] = useState(false);
  const plan = plans.find(({ subscription }) => subscription.id === committing?.id)?.name;
  return (
    <>
      <MoreMenu
        of={name}
        actions={[
          {
            id: 'edit',
            label: 'Edit…',
            icon: <Pencil aria-hidden size={16} />,
            onAction: () => setEditing(true),
          },
          {
            id: 'plans',
            label: 'Change plans',
            icon: <Package aria-hidden size={16} />,
            onAction: () =>
              void navigate({ to: '/customers', search: { view: 'plans', search: customer.external_id } }),
          },
          ...plans.map((one) => ({
            id: one.subscription.id,
            label: one.name ? `Minimum commitment on “${one.name}”…` : 'Minimum commitment…',
            onAction: () => setCommitting(one.subscription),
          })),
          { ...historyOf(customer.id), icon: <History aria-hidden size={16} /> },
          {
            id: 'archive',
            label: 'Archive…',
            icon: <Archive aria-hidden size={16} />,
            isDangerous: true,
            onAction: onArchive,
          },
        ]}
      />
      {isEditing && <EditCustomerDialog customer={customer} onClose={() => setEditing(false)} />}
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
