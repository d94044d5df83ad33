import { type SqlBool, sql } from 'kysely';
import type { HandlersOf } from '../handler';
import { commonFields, type DslFields } from '../list/dsl';
import { inList } from '../list/in-list';
import { searchRows } from '../list/search-rows';
import { write } from '../store/write';
import { createMeter } from './create-meter';
import { loadMeter, meterOf } from './meter-row';
import { addMeterFilters, archiveMeter } from './update-meter';

const dsl: DslFields = {
  entity: 'meter',
  fields: { ...commonFields, name: 'text', event_name: 'text', aggregation: 'text', reset_usage: 'text' },
};

export const meterHandlers: HandlersOf<'meter'> = {
  'meter.create': (input, { deps, context }) => write(deps, context, (tx) => createMeter(tx, input)),
  'meter.get': async ({ id }, { deps, context }) => meterOf(await loadMeter(deps.store.db, context.environment_id, id)),
  'meter.search': async (input, { deps, context }) => {
    const page = await searchRows(deps.store.db, {
      table: 'meters',
      environment_id: context.environment_id,
      defaultStatus: 'not deleted',
      dsl,
      input,
      where: [
        input.meter_ids.length > 0 ? inList('id', input.meter_ids) : null,
        input.event_name === '' ? null : sql<SqlBool>`event_name = ${input.event_name}`,
      ],
    });
    return { ...page, items: page.items.map(meterOf) };
  },
  'meter.update': ({ id, filters }, { deps, context }) =>
    write(deps, context, (tx) => addMeterFilters(tx, id, filters)),
  'meter.archive': ({ id }, { deps, context }) => write(deps, context, (tx) => archiveMeter(tx, id)),
};
