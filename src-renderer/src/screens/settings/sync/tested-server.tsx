import type { OutputOf } from '@shared/contract';
import { DetailsList } from '../../../components/details-list';
import { countText } from '../../../format/quantity';
import { ServerAbilities, ServerWarnings, whoAnswers } from './server-facts';

/** What a test of an address and a key found. */
export function TestedServer({ found }: { found: OutputOf<'connection.test'> }) {
  const { remote, rows, extensions } = found;
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-control border border-line bg-sunken p-3">
      <h3 className="text-14 font-semibold">The server answers and accepts the key</h3>
      <ServerWarnings remote={remote} />
      <DetailsList
        details={[
          { label: 'Address', value: found.base_url },
          { label: 'Who answers', value: whoAnswers(remote) },
          ...(remote
            ? [
                { label: 'Environment', value: remote.environment },
                {
                  label: 'Key',
                  value: `${remote.key_name} (${remote.key_access === 'write' ? 'read and write' : 'read-only'})`,
                },
              ]
            : []),
          {
            label: 'What it has',
            value: [
              countText(rows.groups, 'group', 'groups'),
              countText(rows.features, 'feature', 'features'),
              countText(rows.plans, 'plan', 'plans'),
              countText(rows.prices, 'price', 'prices'),
            ].join(', '),
          },
        ]}
      />
      <ServerAbilities extensions={extensions} />
    </div>
  );
}
