import { z } from 'zod';
import { bit, integer } from '../../config/field-types.ts';
import { crossbarRegister } from './arbitration.ts';

const arrayStages = {
  mulLatency: integer(1, 64).default(3).describe('Multiplier register stages, in cycles'),
  bankOutputRegister: bit.default(0).describe('1: every bank has a second output register (one more cycle)'),
};

const elementStages = {
  addLatency: integer(0, 64).default(1).describe('Stages of an element-wise addition, in cycles'),
  activationLatency: integer(0, 64).default(2).describe('Stages of sigmoid and tanh, in cycles'),
  ewMulLatency: integer(0, 64).default(3).describe('Stages of an element-wise multiplication, in cycles'),
};

const TimingSchema = z.strictObject({ ...arrayStages, ...elementStages }).meta({ id: 'Timing' });
const ArbitratedTimingSchema = z
  .strictObject({ ...arrayStages, crossbarRegister, ...elementStages })
  .meta({ id: 'ArbitratedTiming' });

/** Pipeline registers of a datapath without a crossbar, in cycles. docs/timing.md sections 1 and 3. */
export const timing = TimingSchema.prefault({}).describe('Pipeline registers');

/** Pipeline registers of a datapath with one. */
export const arbitratedTiming = ArbitratedTimingSchema.prefault({}).describe('Pipeline registers');

/** The stages that every kind has, in full. */
export type TimingConfig = z.output<typeof TimingSchema>;
