import type { OutputOf, Parsed } from '@shared/contract';
import type { Change } from '@shared/entities/change';
import { type EditedRow, type HistoryEdit, type HistoryEntity, historyEntities } from '@shared/entities/history';
import type Database from 'better-sqlite3';
import type { Deps } from '../deps';
import { prepared } from '../store/prepared';
import { recordedFields } from '../store/write';
import { referenceNames, sidesOf } from '../sync/outbox/reference-names';
import { recordedSql } from './list-changes';
import { rowTitles } from './row-titles';
import { type Succession, termsOfVersions } from './version-terms';

/** Of an edit of very many rows the first are shown. */
const shownRows = 20;

type Head = Pick<Change, 'seq' | 'entity_id' | 'kind' | 'origin' | 'at'> & {
  entity: HistoryEntity;
  key_name: string | null;
};

/** One edit, as far as it was read: its changes, newest first. */
type Edit = Omit<HistoryEdit, 'rows' | 'count'> & { changes: { seq: number; id: string }[]; last: number };

/**
 * The change log of an environment edit by edit, newest first. Changes of one moment, author and kind that follow each
 * other are one edit; the new version of a price is told with the price it goes on from, a new meter with its feature.
 */
export async function listHistory(
  { sqlite, db }: Deps['store'],
  environment_id: string,
  asked: Parsed<'change.history'>,
): Promise<OutputOf<'change.history'>> {
  const { edits, next } = readEdits(sqlite, environment_id, asked);
  const shown = edits.flatMap(({ changes }) => changes.slice(0, shownRows));
  const fields = readFields(
    sqlite,
    shown.map(({ seq }) => seq),
  );
  for (const edit of edits.filter(({ kind }) => kind === 'version')) {
    for (const [seq, terms] of await termsOfVersions(db, successionsOf(sqlite, edit, fields))) {
      const { successor_id: _successor, end_date: _end, ...details } = fields.get(seq) ?? {};
      // What came from a server is recorded whole.
      fields.set(seq, edit.origin === 'sync' ? terms : { ...terms, ...details });
    }
  }
  const titles = rowTitles(
    db,
    edits.flatMap(({ entity, changes }) => changes.slice(0, shownRows).map(({ id }) => ({ entity, id }))),
  );
  const rowOf = ({ seq, id }: { seq: number; id: string }): EditedRow => {
    const changed = fields.get(seq) ?? {};
    const title = titles.get(id);
    // A row that was removed is called what it was.
    const { from, to } = changed.name ?? {};
    return {
      id,
      name: title?.name ?? String(to ?? from ?? ''),
      of: title?.of ?? null,
      currency: title?.currency ?? null,
      fields: changed,
    };
  };
  return {
    edits: edits.map(({ changes, last: _last, ...edit }) => ({
      ...edit,
      count: changes.length,
      rows: changes.slice(0, shownRows).map(rowOf),
    })),
    names: referenceNames(db, [...fields.values()].flatMap(sidesOf)),
    next,
  };
}

function readEdits(
  sqlite: Database.Database,
  environment_id: string,
  { entity, id, source, before, limit }: Parsed<'change.history'>,
): { edits: Edit[]; next: number | null } {
  const conditions = [
    'changes.environment_id = @environment_id',
    before === undefined ? '' : 'seq < @before',
    entity === undefined ? `entity in (${kinds})` : 'entity = @entity',
    id === undefined ? '' : `entity_id in (${rowsOfSql})`,
    source === undefined ? '' : sourceSql[source],
    // These are told with what they belong to.
    `not (entity = 'meter' and kind = 'create')`,
    `not (origin <> 'sync' and kind = 'create' and ${isVersionSql})`,
  ];
  const sql = `select seq, entity, entity_id, iif(kind = 'create' and ${isVersionSql}, 'version', kind) as kind,
      origin, at, api_keys.name as key_name
    from changes left join api_keys on api_keys.id = origin
    where ${conditions.filter(Boolean).join(' and ')} order by seq desc`;
  const values = Object.entries({ environment_id, before, entity, id }).filter(([, value]) => value !== undefined);
  const edits: Edit[] = [];
  for (const head of prepared(sqlite, sql).iterate(Object.fromEntries(values)) as Iterable<Head>) {
    const { entity_id, ...told } = head;
    const change = { seq: head.seq, id: entity_id };
    const edit = edits.at(-1);
    if (edit && isOfOneEdit(edit, head)) {
      edit.changes.push(change);
      edit.last = head.seq;
    } else if (edits.length === limit) return { edits, next: edit?.last ?? null };
    else edits.push({ ...told, changes: [change], last: head.seq });
  }
  return { edits, next: null };
}

const isOfOneEdit = (one: Omit<Head, 'entity_id'>, other: Head): boolean =>
  one.at === other.at && one.origin === other.origin && one.entity === other.entity && one.kind === other.kind;

const kinds = historyEntities.map((one) => `'${one}'`).join(', ');

/** A row with what is told as it: versions of a price, the meter of a feature. */
const rootSql = 'select coalesce(parent_price_id, id) from prices where id = @id';
const rowsOfSql = `select @id union select meter_id from features where id = @id and meter_id is not null
  union ${rootSql} union select id from prices where parent_price_id = (${rootSql})`;

const sourceSql = {
  app: `origin = 'app'`,
  sync: `origin = 'sync'`,
  api: `origin not in ('app', 'sync')`,
} as const;

const isVersionSql = `exists (select 1 from prices where prices.id = changes.entity_id and parent_price_id is not null)`;

/** Which version went on from which: what was made here names it, what came from a server begins where the other ends. */
function successionsOf(
  sqlite: Database.Database,
  { origin, changes }: Edit,
  fields: ReadonlyMap<number, Change['fields']>,
): Succession[] {
  return changes.slice(0, shownRows).flatMap(({ seq, id }) => {
    if (origin !== 'sync') {
      const after = fields.get(seq)?.successor_id?.to;
      return typeof after === 'string' ? [{ seq, before: id, after }] : [];
    }
    const before = prepared(sqlite, beforeSql).pluck().get({ id });
    return typeof before === 'string' ? [{ seq, before, after: id }] : [];
  });
}

const beforeSql = `select before.id from prices after join prices before on before.end_date = after.start_date
    and (before.id = after.parent_price_id or before.parent_price_id = after.parent_price_id)
  where after.id = @id and before.id <> after.id order by before.number desc limit 1`;

function readFields(sqlite: Database.Database, seqs: readonly number[]): Map<number, Change['fields']> {
  const sql = `select seq, ${recordedSql} as fields from changes where seq in (select value from json_each(?))`;
  const rows = prepared(sqlite, sql).all(JSON.stringify(seqs)) as { seq: number; fields: string }[];
  return new Map(rows.map(({ seq, fields }) => [seq, recordedFields(fields)]));
}
