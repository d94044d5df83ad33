import { Big } from '@shared/big';
import type { ReportGroup, ReportRow } from '@shared/entities/analytics';
import { Check, Columns3 } from 'lucide-react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components';
import { Button } from '../../components/button';
import { HangingPopover } from '../../components/hanging-popover';
import { optionClass, popoverClass } from '../../components/select';
import type { TreeColumn } from '../../components/tree-row';
import { formatMoney } from '../../format/money';
import { formatCount } from '../../format/quantity';
import { useBreakdownColumns } from './breakdown-store';

const none = '—';
/** Of an average, which may have no last decimal. */
const averageDecimals = 6;

/** What a unit cost on average, rounded half up to six decimals; null where usage is none or not of one kind. */
export function costPerUnit(cost: string, usage: string | null): string | null {
  if (usage === null || new Big(usage).eq('0')) return null;
  return new Big(cost).div(usage).round(averageDecimals, Big.roundHalfUp).toFixed();
}

function averageText(cost: string, usage: string | null, currency: string): string {
  const average = costPerUnit(cost, usage);
  return average === null ? none : formatMoney(average, currency, { style: 'price' });
}

/** Columns of the breakdown that are shown when asked for. */
export const optionalColumns: readonly TreeColumn<ReportGroup, ReportRow>[] = [
  {
    id: 'events',
    header: 'Events',
    align: 'end',
    width: 'minmax(7rem, 0.7fr)',
    group: (group) => formatCount(group.event_count),
    row: (row) => formatCount(row.event_count),
  },
  {
    id: 'per_unit',
    header: 'Cost per unit',
    align: 'end',
    width: 'minmax(8rem, 0.8fr)',
    group: ({ total_cost, total_usage, currency }) => averageText(total_cost, total_usage, currency),
    row: ({ total_cost, total_usage, currency }) => averageText(total_cost, total_usage, currency),
  },
];

/** Chooses the optional columns; remembered on this machine. */
export function ColumnsMenu() {
  const { columns, setColumns } = useBreakdownColumns();
  return (
    <MenuTrigger>
      <Button icon={<Columns3 aria-hidden size={16} />}>Columns</Button>
      <HangingPopover className={popoverClass} placement="bottom end">
        <AriaMenu
          aria-label="Columns"
          className="min-w-44 p-1 outline-none"
          selectionMode="multiple"
          // Several are chosen in one go.
          shouldCloseOnSelect={false}
          selectedKeys={columns}
          onSelectionChange={(keys) => setColumns(keys === 'all' ? optionalColumns.map(({ id }) => id) : [...keys])}
        >
          {optionalColumns.map(({ id, header }) => (
            <MenuItem key={id} id={id} textValue={header} className={optionClass}>
              {({ isSelected }) => (
                <>
                  <Check aria-hidden size={16} className={isSelected ? 'shrink-0' : 'invisible shrink-0'} />
                  {header}
                </>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </HangingPopover>
    </MenuTrigger>
  );
}
