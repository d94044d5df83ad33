import { Download } from 'lucide-react';
import { Button } from '../../components/button';
import { toastDone, toastFailure } from '../../components/toast';
import { door } from '../../door/door';

const columns = [
  ['event_name', 'Required', 'What happened, such as llm_tokens. A feature measures events of one name.'],
  ['external_customer_id', 'Required', 'Your own id of the customer. It need not be known here yet.'],
  ['event_id', 'Optional', 'A row whose id is stored already is not stored twice, so a file can be imported again.'],
  ['timestamp', 'Optional', 'When it happened, such as 2026-03-07T14:30:00Z. Now, when it is empty.'],
  ['source', 'Optional', 'Where the event comes from.'],
  ['properties.<name>', 'Optional', 'One column for each property, such as properties.tokens: the numbers to add up.'],
  ['properties', 'Optional', 'All properties in one cell, as a JSON object.'],
] as const;

const example = `event_id,event_name,external_customer_id,timestamp,source,properties.tokens,properties.model
evt-1,llm_tokens,acme,2026-03-07T09:15:00Z,api,1250,small
evt-2,llm_tokens,acme,2026-03-07T10:40:00Z,api,310,large
evt-3,llm_tokens,globex,2026-03-07T11:05:00Z,batch,98000,small
evt-4,support_ticket,globex,2026-03-07T13:20:00Z,web,,
`;

async function saveExample() {
  const saved = await door.saveFile('usage-example.csv', example);
  if (saved) toastDone(`Saved ${saved.path ?? saved.name}`);
}

/** What a usage file looks like. */
export function FileFormat() {
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-16 font-semibold">What a usage file looks like</h2>
        <Button icon={<Download aria-hidden size={16} />} onPress={() => void saveExample().catch(toastFailure)}>
          Save an example
        </Button>
      </div>
      <p className="text-14 text-secondary">
        A CSV file whose first line names the columns, in any order (comma, semicolon, tab or | between them), or a file
        with one JSON object per line, a list of them, or the body of a bulk call of the HTTP API.{' '}
        <span className="whitespace-nowrap">UTF-8</span>, of any size.
      </p>
      <div className="overflow-x-auto rounded-control border border-line">
        <table className="w-full min-w-120 text-left text-14">
          <thead className="bg-sunken text-13 text-secondary">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                Column
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                Needed
              </th>
              <th scope="col" className="px-3 py-2 font-medium">
                Meaning
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map(([name, needed, meaning]) => (
              <tr key={name} className="border-t border-line align-top">
                <th scope="row" className="px-3 py-2 font-mono text-13 font-regular whitespace-nowrap">
                  {name}
                </th>
                <td className="px-3 py-2 text-secondary">{needed}</td>
                <td className="px-3 py-2 text-secondary">{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
