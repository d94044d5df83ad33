import { useState } from 'react';
import { Button } from '../../components/button';
import { Form } from '../../components/form';
import { countText } from '../../format/quantity';
import { CustomersOnPlanFields, useCustomersOnPlan } from './customers-on-plan-form';

/** Puts every customer with usage on a plan, on the import's page. */
export function CustomersOnPlanStep() {
  const form = useCustomersOnPlan();
  const [done, setDone] = useState<string | null>(null);
  const customers = countText(form.customers, 'customer', 'customers');
  return (
    <Form
      onSubmit={() => form.canSubmit && form.submit(setDone)}
      error={form.error}
      fields={['plan_id', 'start_date']}
      className="max-w-110"
    >
      <CustomersOnPlanFields form={form} />
      <Button
        type="submit"
        kind="primary"
        isDisabled={!form.canSubmit}
        isPending={form.isPending}
        className="self-start"
      >
        Put {customers} on {form.plan?.name ?? 'a plan'}
      </Button>
      <p role="status" className="text-14 text-ok empty:hidden">
        {done && `Done: ${done}.`}
      </p>
    </Form>
  );
}
