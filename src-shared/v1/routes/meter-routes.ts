import { meterCreate, meterSearch, meterUpdate } from '../../entities/meter';
import { listInputOf, listQuery } from '../list-request';
import { route, type V1Request } from '../route';
import { listToWire, wireList, wireMessage } from '../wire/list';
import { meterToWire, wireMeter } from '../wire/meter';
import { withoutNulls } from '../without-nulls';

const tag = 'Meters';
const given = ({ body }: V1Request) => withoutNulls(body) as Record<string, unknown>;

export const meterRoutes = [
  route({
    method: 'POST',
    path: '/meters',
    procedure: 'meter.create',
    tag,
    summary: 'Create a meter',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreateMeterRequest',
    body: meterCreate,
    response: wireMeter,
    input: given,
    answer: meterToWire,
  }),
  route({
    method: 'GET',
    path: '/meters',
    procedure: 'meter.search',
    tag,
    summary: 'List meters',
    status: 200,
    malformed: 'Invalid filter parameters',
    query: listQuery(meterSearch),
    response: wireList(wireMeter),
    input: ({ query }) => listInputOf(query),
    answer: listToWire(meterToWire),
  }),
  route({
    method: 'GET',
    path: '/meters/:id',
    procedure: 'meter.get',
    tag,
    summary: 'Read a meter',
    status: 200,
    malformed: 'Invalid request format',
    response: wireMeter,
    input: ({ params }) => ({ id: params.id }),
    answer: meterToWire,
  }),
  route({
    method: 'PUT',
    path: '/meters/:id',
    procedure: 'meter.update',
    tag,
    summary: 'Add filters to a meter',
    description: 'They are merged into its own by key; nothing else about a meter changes.',
    status: 200,
    malformed: 'Invalid request payload',
    requestName: 'UpdateMeterRequest',
    body: meterUpdate.omit({ id: true }),
    response: wireMeter,
    input: (request) => ({ ...given(request), id: request.params.id }),
    answer: meterToWire,
  }),
  route({
    method: 'POST',
    path: '/meters/:id/disable',
    procedure: 'meter.archive',
    tag,
    summary: 'Archive a meter',
    status: 200,
    malformed: 'Invalid request format',
    response: wireMessage,
    input: ({ params }) => ({ id: params.id }),
    answer: () => ({ message: 'Meter disabled successfully' }),
  }),
  route({
    method: 'DELETE',
    path: '/meters/:id',
    procedure: 'meter.archive',
    tag,
    summary: 'Archive a meter',
    description: 'Prices that use it are not touched.',
    status: 200,
    malformed: 'Invalid request format',
    response: wireMessage,
    input: ({ params }) => ({ id: params.id }),
    answer: () => ({ message: 'Meter deleted successfully' }),
  }),
];
