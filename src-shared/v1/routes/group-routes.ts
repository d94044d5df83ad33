import { groupCreate, groupSearch, groupUpdate } from '../../entities/group';
import { listInputOf, searchBody } from '../list-request';
import { route } from '../route';
import { groupToWire, wireGroup } from '../wire/group';
import { listToWire, wireList } from '../wire/list';

const tag = 'Groups';

export const groupRoutes = [
  route({
    method: 'POST',
    path: '/groups',
    procedure: 'group.create',
    tag,
    summary: 'Create a group',
    status: 201,
    malformed: 'Invalid request format',
    requestName: 'CreateGroupRequest',
    body: groupCreate,
    response: wireGroup,
    input: ({ body }) => body,
    answer: groupToWire,
  }),
  route({
    method: 'POST',
    path: '/groups/search',
    procedure: 'group.search',
    tag,
    summary: 'List groups',
    status: 200,
    malformed: 'Invalid filter parameters',
    body: searchBody(groupSearch),
    response: wireList(wireGroup),
    input: ({ body }) => listInputOf(body),
    answer: listToWire(groupToWire),
  }),
  route({
    method: 'GET',
    path: '/groups/:id',
    procedure: 'group.get',
    tag,
    summary: 'Read a group',
    status: 200,
    malformed: 'Invalid request format',
    response: wireGroup,
    input: ({ params }) => ({ id: params.id }),
    answer: groupToWire,
  }),
  route({
    method: 'PUT',
    path: '/groups/:id',
    procedure: 'group.update',
    tag,
    summary: 'Rename a group',
    description: 'Lookup key and entity type never change.',
    extension: true,
    status: 200,
    malformed: 'Invalid request format',
    requestName: 'UpdateGroupRequest',
    body: groupUpdate.omit({ id: true }),
    response: wireGroup,
    input: ({ params, body }) => ({ ...body, id: params.id }),
    answer: groupToWire,
  }),
  route({
    method: 'DELETE',
    path: '/groups/:id',
    procedure: 'group.delete',
    tag,
    summary: 'Archive a group and take every price out of it',
    status: 204,
    malformed: 'Invalid request format',
    response: null,
    input: ({ params }) => ({ id: params.id }),
    answer: () => null,
  }),
];
