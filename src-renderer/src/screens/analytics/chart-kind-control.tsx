import { ChartColumnStacked, ChartLine, Percent } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { ChartKind } from './chart-layout';

const kinds = [
  { id: 'bars', label: 'Stacked bars', Icon: ChartColumnStacked },
  { id: 'lines', label: 'Lines', Icon: ChartLine },
  { id: 'share', label: '100 % share', Icon: Percent },
] as const;

/** Any text as a kind of chart; what makes no sense is bars. */
export const chartKindOf = (text: string | undefined): ChartKind =>
  kinds.find((kind) => kind.id === text)?.id ?? 'bars';

/** How the chart draws: one of three, walked with the arrows. */
export function ChartKindControl({ value, onChange }: { value: ChartKind; onChange(kind: ChartKind): void }) {
  return (
    <ToggleButtonGroup
      aria-label="Chart kind"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={([key]) => onChange(chartKindOf(String(key)))}
      className="flex rounded-control border border-control bg-surface p-0.5 print:hidden"
    >
      {kinds.map(({ id, label, Icon }) => (
        <ToggleButton
          key={id}
          id={id}
          className="flex h-6.5 items-center gap-1.5 rounded-[4px] px-2 text-13 text-secondary hover:bg-hover data-[selected]:bg-selected data-[selected]:font-medium data-[selected]:text-ink"
        >
          <Icon aria-hidden size={14} />
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
