import { z } from 'zod';
import { acceleratorKinds } from '../hw/array/kinds/index.ts';

/** What of the accelerator in a result is told of it; a result of another version may have other fields. */
export const ShownConfigSchema = z.looseObject({
  kind: z.enum(acceleratorKinds),
  pes: z.int().positive(),
  banks: z.int().positive(),
});
