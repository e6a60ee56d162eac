import { z } from 'zod';

/** The fields that accelerators share with other configurations. */
export { contiguousPlacement } from '../../bbs/patterns/fields.ts';
export { bit, integer, powerOfTwo, printable, prose } from '../../config/field-types.ts';

/** How columns are dealt to banks, docs/timing.md section 1. */
export const anyPlacement = z.enum(['cyclic', 'even', 'blocked']);
