import { z } from 'zod';
import { decimal, decimalInput } from '../decimal';
import { listInput, metadata, metadataInput } from '../list';
import { baseFields } from './base';
import { meter, meterCreate, meterFilter } from './meter';

export const featureTypes = ['metered', 'boolean', 'static', 'config'] as const;

export const reportingUnit = z.object({ unit_singular: z.string(), unit_plural: z.string(), conversion_rate: decimal });
export type ReportingUnit = z.infer<typeof reportingUnit>;
const reportingUnitInput = z.object({
  unit_singular: z.string().min(1),
  unit_plural: z.string().min(1),
  conversion_rate: decimalInput,
});

const alertConditions = ['above', 'below'] as const;

const alertThreshold = z.object({ threshold: decimal, condition: z.enum(alertConditions) });
/** When usage of the feature is worth a warning (wire contract 5.2). */
export const alertSettings = z.object({
  critical: alertThreshold.nullable(),
  warning: alertThreshold.nullable(),
  info: alertThreshold.nullable(),
  alert_enabled: z.boolean(),
});
export type AlertSettings = z.infer<typeof alertSettings>;

const alertThresholdInput = z.object({
  threshold: decimalInput,
  condition: z.enum(alertConditions, { error: 'Please choose above or below as the condition of an alert' }),
});
const alertSettingsInput = z.object({
  critical: alertThresholdInput.nullish(),
  warning: alertThresholdInput.nullish(),
  info: alertThresholdInput.nullish(),
  /** Left out: off in a new feature, as it is in an update. */
  alert_enabled: z.boolean().nullish(),
});
export type AlertSettingsInput = z.output<typeof alertSettingsInput>;

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
  alert_settings: alertSettings.nullable(),
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
  metadata: metadataInput.nullish(),
  unit_singular: z.string().default(''),
  unit_plural: z.string().default(''),
  reporting_unit: reportingUnitInput.nullish(),
  alert_settings: alertSettingsInput.nullish(),
  /** Groups hold prices only, so that any group named here is refused; "" names none. */
  group_id: z.string().nullish(),
});

export const featureUpdate = z.object({
  id: z.string(),
  name: z.string().min(1).max(255).nullish(),
  description: z.string().nullish(),
  metadata: metadataInput.nullish(),
  unit_singular: z.string().nullish(),
  unit_plural: z.string().nullish(),
  reporting_unit: reportingUnitInput.nullish(),
  /** Merged into the feature's own, field by field. */
  alert_settings: alertSettingsInput.nullish(),
  group_id: z.string().nullish(),
  filters: z.array(meterFilter).nullish(),
});

export const featureClone = z.object({
  id: z.string(),
  name: z.string().max(255).default(''),
  lookup_key: z.string().max(255).default(''),
  description: z.string().nullish(),
  metadata: metadataInput.nullish(),
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
