import { z } from 'zod';
import { status } from '../list';

/** What every stored entity carries (wire contract 1.9). */
export const baseFields = {
  environment_id: z.string(),
  tenant_id: z.string(),
  status,
  created_at: z.string(),
  updated_at: z.string(),
  created_by: z.string(),
  updated_by: z.string(),
};
