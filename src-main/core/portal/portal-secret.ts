import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../store/schema';
import type { Tx } from '../store/write';

const name = 'portal_link';

/** What the links of this profile are signed with; null before the first one. */
export async function findPortalSecret(db: Kysely<Schema>): Promise<string | null> {
  const row = await db.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

/** The same, made of 256 random bits when there is none yet. */
export async function portalSecret(tx: Tx): Promise<string> {
  const known = await findPortalSecret(tx.db);
  if (known !== null) return known;
  const value = randomBytes(32).toString('base64url');
  await tx.db.insertInto('secrets').values({ name, value }).execute();
  return value;
}
