import type { FilterCondition } from '@shared/list';
import { Button } from './button';
import { conditionText, type FilterField } from './list-query';
import { EmptyState } from './states';

interface Props {
  /** What the list holds, in the plural: "groups". */
  what: string;
  search: string;
  filters?: readonly FilterCondition[];
  fields?: readonly FilterField[];
  /** Other choices that narrow the list, in words: "Status is Archived". */
  others?: readonly string[];
  onClear(): void;
}

/** A list whose search and filters match nothing: names them and offers to clear them. */
export function NothingFound({ what, search, filters = [], fields = [], others = [], onClear }: Props) {
  const active = [
    ...(search ? [`search is “${search}”`] : []),
    ...filters.map((condition) => conditionText(condition, fields)),
    ...others,
  ];
  return (
    <EmptyState title={`No ${what} found`} actions={<Button onPress={onClear}>Clear filters</Button>}>
      Nothing matches where {active.join(' and ')}.
    </EmptyState>
  );
}
