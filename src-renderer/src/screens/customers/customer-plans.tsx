import type { Customer } from '@shared/entities/customer';
import { useCustomerPlans } from './use-customer-plans';

/** The plans a customer is on, by name. */
export function CustomerPlans({ customer }: { customer: Customer }) {
  const plans = useCustomerPlans(customer.id);
  if (!plans) return null;
  if (plans.length === 0) return <span className="text-muted">None</span>;
  const names = [...new Set(plans.map(({ name }) => name))].filter((name) => name !== '').join(', ');
  return <span title={names}>{names}</span>;
}
