import { z } from 'zod';
import { decimal, decimalInput } from '../decimal';
import { listInput, metadata } from '../list';
import { baseFields } from './base';
import { meter, meterCreate, meterFilter } from './meter';

export const featureTypes = ['metered', 'boolean', 'static', 'config'] as const;

export const reportingUnit = z.object({ unit_singular: z.string(), unit_plural: z.string(), conversion_rate: decimal });
const reportingUnitInput = z.object({
  unit_singular: z.string().min(1),
  unit_plural: z.string().min(1),
  conversion_rate: decimalInput,
});

/** A capability a plan sells; a metered one owns the meter that measures it (wire contract 5.3). */
export const feature = z.object({
  id: z.string(),
  name: z.string(),
  lookup_key: z.string(),
  description: z.string(),
  type: z.enum(featureTypes),
  meter_id: z.string(),
  meter: meter.nullable(),
  unit_singular: z.string(),
  unit_plural: z.string(),
  reporting_unit: reportingUnit.nullable(),
  metadata,
  ...baseFields,
});
export type Feature = z.infer<typeof feature>;

export const featureCreate = z.object({
  name: z.string().min(1).max(255),
  type: z.enum(featureTypes),
  /** Default: a slug of the name with `_` (wire contract 5.2). */
  lookup_key: z.string().max(255).default(''),
  description: z.string().default(''),
  meter_id: z.string().nullish(),
  /** Creates the meter in the same transaction; its name defaults to the feature's. */
  meter: meterCreate.nullish(),
  metadata: metadata.nullish(),
  unit_singular: z.string().default(''),
  unit_plural: z.string().default(''),
  reporting_unit: reportingUnitInput.nullish(),
});

export const featureUpdate = z.object({
  id: z.string(),
  name: z.string().min(1).max(255).nullish(),
  description: z.string().nullish(),
  metadata: metadata.nullish(),
  unit_singular: z.string().nullish(),
  unit_plural: z.string().nullish(),
  reporting_unit: reportingUnitInput.nullish(),
  filters: z.array(meterFilter).nullish(),
});

export const featureSearch = z.object({
  ...listInput,
  feature_ids: z.array(z.string()).default([]),
  meter_ids: z.array(z.string()).default([]),
  lookup_key: z.string().default(''),
  lookup_keys: z.array(z.string()).default([]),
  name_contains: z.string().default(''),
  expand: z.string().default(''),
  /** Ours: name, lookup key or event name contains, case- and accent-insensitive. */
  search: z.string().default(''),
});
