import { z } from 'zod';
import { bit } from '../../config/field-types.ts';

/** Read ports of a bank: of kinds whose lanes may meet at one. docs/timing.md section 3. */
export const ports = z
  .literal([1, 2])
  .default(1)
  .describe('Read ports of a bank (P): lanes that it serves in a cycle');

/** Who goes first at a bank. docs/timing.md section 3. */
export const arbiter = z
  .enum(['fixed', 'rotating'])
  .default('fixed')
  .describe('Priority at a bank: always the same, or rotating by a place every cycle');

/** The register behind the data crossbar. docs/timing.md section 3. */
export const crossbarRegister = bit
  .default(0)
  .describe('1: the data crossbar is registered (one more cycle)');
