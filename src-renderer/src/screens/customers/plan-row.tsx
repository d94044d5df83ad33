import type { CustomerPlan } from '@shared/entities/customer-plan';
import { CircleAlert } from 'lucide-react';
import { memo } from 'react';
import { Checkbox } from '../../components/checkbox';
import { dataCellClass } from '../../components/data-row';
import { GridBox } from '../../components/grid-box';
import { WithTooltip } from '../../components/tooltip';
import { formatDay } from '../../format/date';
import type { NamedPlan } from '../plans/plans-by-text';
import { type CellExit, PlanCellEditor } from './plan-cell-editor';
import { planColumns } from './plan-columns';
import { type DraftProblem, type PlanCells, storedCells } from './plan-drafts';

interface Props {
  /** Undefined while its page loads. */
  row: CustomerPlan | undefined;
  index: number;
  /** The cells as edited; undefined when they are as stored. */
  edited: PlanCells | undefined;
  problem: DraftProblem | undefined;
  zone: string;
  plans: readonly NamedPlan[];
  isSelected: boolean;
  /** The column of the cell that the Tab key reaches, when it is in this row. */
  currentColumn: number | null;
  /** What is typed into that cell; null while it is only shown. */
  editing: { text: string; isTyped: boolean } | null;
  template: string;
  height: number;
  top: number;
  onToggle(row: CustomerPlan): void;
  onCell(index: number, column: number): void;
  onEdit(index: number, column: number): void;
  onDone(text: string, exit: CellExit): void;
  onCancel(): void;
}

/** The name a row is known by: rows of one customer differ by plan. */
export const planRowText = (row: CustomerPlan): string => row.name || row.external_id;

/** One row of the grid: cells that differ from what is stored are marked, a wrong one says why. */
export const PlanRow = memo(function PlanRow(props: Props) {
  const { row, index, edited, problem, zone, isSelected, currentColumn, editing, template, height, top } = props;
  const stored = row && storedCells(row, zone);
  const cells = edited ?? stored;
  return (
    <GridBox
      role="row"
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`absolute inset-x-0 grid border-b border-line ${isSelected ? 'bg-selected' : 'bg-surface hover:bg-hover'}`}
      style={{ gridTemplateColumns: template, height, transform: `translateY(${top}px)` }}
    >
      <GridBox role="gridcell" className={dataCellClass}>
        {row && (
          <Checkbox
            aria-label={`Select ${planRowText(row)}`}
            isSelected={isSelected}
            onChange={() => props.onToggle(row)}
            excludeFromTabOrder
          />
        )}
      </GridBox>
      {planColumns.map(({ id, field, header }, column) => {
        const isCurrent = column === currentColumn;
        const isEdited = field !== undefined && cells?.[field] !== stored?.[field];
        const wrong = field !== undefined && problem?.field === field ? problem.message : null;
        return (
          <GridBox
            key={id}
            role={column === 0 ? 'rowheader' : 'gridcell'}
            data-cell={`${index}-${column}`}
            tabIndex={isCurrent && !editing ? 0 : -1}
            aria-readonly={field === undefined}
            aria-invalid={wrong ? true : undefined}
            onFocus={() => props.onCell(index, column)}
            onDoubleClick={() => field && props.onEdit(index, column)}
            className={`${dataCellClass} focus-inset text-14 ${isCurrent && editing ? 'px-1' : ''} ${wrong ? 'bg-danger-soft' : isEdited ? 'bg-pending-soft' : ''}`}
          >
            {!row || !cells ? (
              <span className="h-3 w-2/3 rounded-control bg-hover" />
            ) : isCurrent && editing && field ? (
              <PlanCellEditor
                label={`${header} of ${planRowText(row)}`}
                field={field}
                text={editing.text}
                isTyped={editing.isTyped}
                plans={props.plans}
                onDone={props.onDone}
                onCancel={props.onCancel}
              />
            ) : (
              <>
                <CellText id={id} row={row} cells={cells} />
                {wrong && (
                  <WithTooltip text={wrong}>
                    <button type="button" tabIndex={-1} aria-label={wrong} className="ml-auto shrink-0 text-danger">
                      <CircleAlert aria-hidden size={16} />
                    </button>
                  </WithTooltip>
                )}
              </>
            )}
          </GridBox>
        );
      })}
    </GridBox>
  );
});

const dayShown = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) && Date.parse(text) ? formatDay(text) : text);

function CellText({ id, row, cells }: { id: string; row: CustomerPlan; cells: PlanCells }) {
  const truncated = 'min-w-0 truncate';
  switch (id) {
    case 'name':
      return (
        <span className={truncated} title={planRowText(row)}>
          {planRowText(row)}
          {row.customer_id === null && <span className="ml-2 text-12 text-muted">from usage only</span>}
        </span>
      );
    case 'external_id':
      return (
        <span className={`${truncated} font-mono text-13`} title={row.external_id}>
          {row.external_id}
        </span>
      );
    case 'plan':
      return (
        <span className={`${truncated} ${cells.plan ? '' : 'text-muted'}`} title={cells.plan}>
          {cells.plan || 'None'}
        </span>
      );
    case 'from':
      return <span className={truncated}>{dayShown(cells.from)}</span>;
    case 'to':
      return (
        <span className={`${truncated} ${cells.to ? '' : 'text-muted'}`}>
          {cells.to ? dayShown(cells.to) : cells.plan ? 'Open' : ''}
        </span>
      );
    case 'currency':
      return <span className={truncated}>{row.currencies.map((currency) => currency.toUpperCase()).join(', ')}</span>;
    default:
      return <span className={`${truncated} text-secondary`}>{row.last_usage ? formatDay(row.last_usage) : ''}</span>;
  }
}
