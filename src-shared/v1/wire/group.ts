import { z } from 'zod';
import { type Group, group } from '../../entities/group';
import { wireInstant } from './instant';

/** A group on the wire (wire contract 2.2); `member_count` is ours. */
export const wireGroup = group.extend({ etag: z.string().optional() });

export const groupToWire = (row: Group) => ({
  ...row,
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
});
