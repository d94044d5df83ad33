import { useApiQuery } from '../../door/use-api';
import { useCustomerOptions } from './customer-options';
import { noGroup } from './entry-name';
import { filterText, mostNames, type Named } from './filter-text';
import type { useReportView } from './report-view';

/** What the report is restricted to, a text for each filter in use. */
export function useFilterTexts({ view }: ReturnType<typeof useReportView>): string[] {
  const { customers, plans, groups, features, sources, properties, only } = view;
  const realGroups = groups.filter((id) => id !== '');
  const asked = (ids: readonly string[]) => ({ enabled: ids.length > 0 });
  const first = (ids: readonly string[]) => (ids.length > 0 ? ids.slice(0, mostNames) : ['']);
  const customer = useCustomerOptions({ customer_ids: first(customers) }, { ...asked(customers), withArchived: true });
  const plan = useApiQuery('plan.search', { plan_ids: first(plans) }, asked(plans));
  const group = useApiQuery('group.search', { group_ids: first(realGroups) }, asked(realGroups));
  const feature = useApiQuery('feature.search', { feature_ids: first(features) }, asked(features));
  const part = (ids: readonly string[], known: readonly Named[], one: string, many: string) =>
    ids.length > 0 ? [filterText(ids, known, one, many)] : [];
  return [
    ...part(customers, customer.options, 'customer', 'customers'),
    ...part(plans, plan.data?.items ?? [], 'plan', 'plans'),
    ...part(groups, [{ id: '', name: noGroup }, ...(group.data?.items ?? [])], 'group', 'groups'),
    ...part(features, feature.data?.items ?? [], 'feature', 'features'),
    ...(sources.length > 0 ? [`source ${sources.map((source) => source || 'none').join(' or ')}`] : []),
    ...Object.entries(properties).flatMap(([property, texts]) =>
      texts.length > 0 ? [`${property} ${texts.join(' or ')}`] : [],
    ),
    ...(only === '' ? [] : [only.toUpperCase()]),
  ];
}
