import { z } from 'zod';
import { type Feature, feature } from '../../entities/feature';
import { wireInstant } from './instant';
import { meterToWire, wireMeter } from './meter';

/** A feature on the wire (wire contract 5.3). Groups hold prices only, so that a feature is in none. */
export const wireFeature = feature.extend({
  meter: wireMeter.nullable(),
  group_id: z.null(),
  group: z.null(),
  etag: z.string().optional(),
});

export const featureToWire = (row: Feature) => ({
  ...row,
  meter: row.meter && meterToWire(row.meter),
  group_id: null,
  group: null,
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
});
