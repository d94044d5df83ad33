import { z } from 'zod';
import { type Meter, meter } from '../../entities/meter';
import { wireInstant } from './instant';

/** A meter on the wire (wire contract 5.6). */
export const wireMeter = meter.extend({ etag: z.string().optional() });

export const meterToWire = (row: Meter) => ({
  ...row,
  created_at: wireInstant(row.created_at),
  updated_at: wireInstant(row.updated_at),
});
