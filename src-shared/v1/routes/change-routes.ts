import { z } from 'zod';
import { change, changeQuery } from '../../entities/change';
import { route } from '../route';
import { wireInstant } from '../wire/instant';

export const changeRoutes = [
  route({
    method: 'GET',
    path: '/changes',
    procedure: 'change.list',
    tag: 'Changes',
    summary: 'What was edited since a point of the change log, oldest first',
    description:
      'Ask with `since` = 0 first and with the `next` of each answer from then on; nothing is missed and nothing comes twice. The `seq` of a change is also the ETag its row has after it.',
    extension: true,
    status: 200,
    malformed: 'Invalid filter parameters',
    query: changeQuery,
    response: z.object({ changes: z.array(change), next: z.int(), has_more: z.boolean() }),
    input: ({ query }) => query,
    answer: ({ changes, next, has_more }) => ({
      changes: changes.map((row) => ({ ...row, at: wireInstant(row.at) })),
      next,
      has_more,
    }),
  }),
];
