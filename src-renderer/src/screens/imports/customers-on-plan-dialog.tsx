import { FormDialog } from '../../components/form-dialog';
import { toastDone } from '../../components/toast';
import { formatCount } from '../../format/quantity';
import { CustomersOnPlanFields, useCustomersOnPlan } from './customers-on-plan-form';

/** Puts every customer with usage on a plan. Mount it while open. */
export function CustomersOnPlanDialog({ onClose }: { onClose(): void }) {
  const form = useCustomersOnPlan();
  return (
    <FormDialog
      title="Put customers on a plan"
      description={`All ${formatCount(form.customers)} customers with usage; those on the plan already are left alone.`}
      submitLabel="Put on plan"
      onSubmit={() =>
        form.submit((message) => {
          toastDone(message);
          onClose();
        })
      }
      onClose={onClose}
      canSubmit={form.canSubmit}
      isPending={form.isPending}
      error={form.error}
      fields={['plan_id', 'start_date']}
    >
      <CustomersOnPlanFields form={form} />
    </FormDialog>
  );
}
