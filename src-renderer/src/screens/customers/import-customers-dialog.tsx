import type { PickedFile } from '@shared/door';
import type { CustomerFile } from '@shared/entities/customer-plan';
import { Download, FileUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../components/button';
import { Checkbox } from '../../components/checkbox';
import { type DataColumn, DataTable } from '../../components/data-table';
import { Dialog } from '../../components/dialog';
import { Notice } from '../../components/form';
import { rowsOf } from '../../components/row-source';
import { toastDone, toastFailure } from '../../components/toast';
import { api } from '../../door/api';
import { door } from '../../door/door';
import { useApiMutation } from '../../door/use-api';
import { countText, formatCount } from '../../format/quantity';

const fileTypes = [{ name: 'Customer files', extensions: ['csv', 'tsv', 'txt'] }];

const example = `external_id,name,email,address_country,metadata.segment,plan,start_date,end_date
acme,Acme GmbH,billing@acme.example,DE,enterprise,base,2026-01-01,
globex,Globex Inc.,,US,,base,2026-01-01,2026-06-30
globex,Globex Inc.,,US,,pro,2026-07-01,
initech,Initech,,,,,,
`;

type RowProblem = CustomerFile['problems'][number];

const columns: DataColumn<RowProblem>[] = [
  { id: 'line', header: 'Line', width: '5rem', align: 'end', cell: (problem) => formatCount(problem.line) },
  { id: 'column', header: 'Column', width: '8rem', cell: (problem) => problem.column ?? 'Whole row' },
  { id: 'value', header: 'Value', width: 'minmax(7rem, 1fr)', cell: (problem) => problem.value ?? '' },
  {
    id: 'message',
    header: 'What is wrong',
    width: 'minmax(14rem, 2fr)',
    cell: (problem) => <span title={problem.message}>{problem.message}</span>,
  },
];

/** Customers and their plans from a CSV file: chosen, told what it would do, then done as a whole. Mount it while open. */
export function ImportCustomersDialog({ onClose }: { onClose(): void }) {
  const [file, setFile] = useState<PickedFile | null>(null);
  const [preview, setPreview] = useState<CustomerFile | null>(null);
  const [isPartial, setPartial] = useState(false);
  const [failure, setFailure] = useState<Error | null>(null);
  const run = useApiMutation('customerPlan.importFile');
  const choose = async () => {
    const picked = await door.pickFile('Choose a file of customers', fileTypes);
    if (!picked) return;
    setFailure(null);
    setPreview(null);
    setPartial(false);
    setFile(picked);
    setPreview(await api('customerPlan.previewFile', { file_token: picked.token }));
  };
  const start = () => void choose().catch(setFailure);
  const load = () => {
    if (!file) return;
    run.mutate(
      { file_token: file.token, only_valid_rows: isPartial },
      {
        onSuccess: (done) => {
          toastDone(`${file.name}: ${fileText(done)}`);
          onClose();
        },
      },
    );
  };
  const valid = preview ? preview.rows - preview.rows_failed : 0;
  const hasWrong = preview !== null && preview.rows_failed > 0;
  // A file with wrong rows changes nothing unless somebody says so.
  const canLoad = valid > 0 && (!hasWrong || isPartial);
  const error = failure ?? run.error;

  return (
    <Dialog
      title="Import customers"
      description="A CSV file of customers, with the plans they are on. The same file again changes nothing."
      size="large"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {preview && (
            <Button icon={<FileUp aria-hidden size={16} />} onPress={start}>
              Choose another file
            </Button>
          )}
          {preview ? (
            <Button kind="primary" onPress={load} isPending={run.isPending} isDisabled={!canLoad}>
              {`Import ${countText(valid, 'row', 'rows')}`}
            </Button>
          ) : (
            <Button kind="primary" icon={<FileUp aria-hidden size={16} />} onPress={start}>
              Choose a file
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {error && <Notice kind="danger">{error.message}</Notice>}
        {preview && file ? <FilePreview name={file.name} preview={preview} /> : <FileColumns />}
        {hasWrong && valid > 0 && (
          <Checkbox isSelected={isPartial} onChange={setPartial}>
            Import the other {countText(valid, 'row', 'rows')} without them
          </Checkbox>
        )}
      </div>
    </Dialog>
  );
}

/** What a file does, in words. */
function fileText(done: Omit<CustomerFile, 'problems' | 'ignored_columns'>): string {
  const parts = [
    done.customers_created > 0 && `${countText(done.customers_created, 'customer', 'customers')} created`,
    done.customers_updated > 0 && `${formatCount(done.customers_updated)} updated`,
    done.put > 0 && `${countText(done.put, 'plan begins', 'plans begin')}`,
    done.changed > 0 && `${countText(done.changed, 'plan ends', 'plans end')} on another day`,
    done.unchanged > 0 && `${countText(done.unchanged, 'row changes', 'rows change')} nothing`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : 'nothing changes';
}

function FilePreview({ name, preview }: { name: string; preview: CustomerFile }) {
  const rows = useMemo(() => rowsOf(preview.problems), [preview.problems]);
  return (
    <>
      <p role="status" className="text-14 break-words">
        <strong className="font-semibold">{name}</strong>, {countText(preview.rows, 'row', 'rows')}: {fileText(preview)}
        .
      </p>
      {preview.ignored_columns.length > 0 && (
        <Notice kind="info">
          Left aside, as these columns mean nothing here: {preview.ignored_columns.join(', ')}
        </Notice>
      )}
      {preview.rows_failed > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="text-14 font-semibold">
            {countText(preview.rows_failed, 'row is wrong', 'rows are wrong')}, so nothing is imported
          </h3>
          <div className="flex flex-col" style={{ height: Math.min(preview.problems.length, 6) * 44 + 40 }}>
            <DataTable
              label="Wrong rows"
              rows={rows}
              columns={columns}
              rowKey={({ line, column }) => `${line} ${column}`}
              rowText={({ line }) => `line ${line}`}
              empty={null}
            />
          </div>
        </section>
      )}
    </>
  );
}

const meanings = [
  ['external_id', 'Needed. Your own id of the customer. A known one is updated, a new one created.'],
  ['name, email, contact, address_line1 … address_country, timezone, metadata.<key>', 'What is empty stays as it is.'],
  ['plan', 'The lookup key, name or id of the plan. Several rows of one customer are several plans.'],
  ['start_date', 'The first day on the plan, such as 2026-01-31. Needed with a plan.'],
  ['end_date', 'The last day on the plan; empty when it runs on.'],
] as const;

async function saveExample() {
  const saved = await door.saveFile('customers-example.csv', example);
  if (saved) toastDone(`Saved ${saved.path ?? saved.name}`);
}

function FileColumns() {
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto text-14 font-semibold">Columns, in any order</h3>
        <Button icon={<Download aria-hidden size={16} />} onPress={() => void saveExample().catch(toastFailure)}>
          Save an example
        </Button>
      </div>
      <dl className="flex flex-col gap-2 text-14">
        {meanings.map(([name, meaning]) => (
          <div key={name}>
            <dt className="font-mono text-13 break-words">{name}</dt>
            <dd className="text-secondary">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
