import { Notice } from '../../components/form';
import type { SubscribeCustomers } from './subscribe-customers';

/** What putting the customers on the plan will do, and mean for usage that is here already. */
export function SubscriptionPreview({ form }: { form: SubscribeCustomers }) {
  return <div role="status">{form.preview && <Notice kind="info">{form.preview}</Notice>}</div>;
}
