import { z } from 'zod';
import { didYouMean, orList, show } from '../config/wording.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { BudgetShare, Device } from './device.ts';

const percentage = z
  .string()
  .regex(/^\d+(\.\d+)?%$/, 'expected a percentage like 50%')
  .refine((text) => percentOf(text) <= 100, 'expected at most 100%')
  .optional();

/** A share that some of must be left: no design is without RAM, logic and flip-flops. */
const someOf = percentage.refine(
  (text) => text === undefined || percentOf(text) > 0,
  'expected more than 0%, since every design takes some',
);

/**
 * How much of a device designs may take, by the names of constraints: `{dsp: 50%, ram: 70%}`. `ram` is of
 * block RAM and, where the device has it, of UltraRAM.
 */
export const BudgetSchema = z.strictObject({
  dsp: percentage.describe('Of the DSP blocks; 0% is none, and multipliers are made of logic'),
  ram: someOf.describe('Of block RAM, and of UltraRAM where the device has it'),
  logic: someOf.describe('Of the logic, memory made of it included'),
  flip_flops: someOf.describe('Of the flip-flops'),
});

/** A checked budget. */
export type DeviceBudget = z.output<typeof BudgetSchema>;

type BudgetName = keyof DeviceBudget;

const names = Object.keys(BudgetSchema.shape) as BudgetName[];

const percentOf = (text: string): number => Number(text.slice(0, -1));

/**
 * Reads `dsp=50%,ram=70%`. Throws BadInput, with `where` and the part that is wrong, for another name, one
 * that is there twice, and what is no percentage up to 100%.
 */
export function parseBudget(text: string, where: string): DeviceBudget {
  const budget: Partial<Record<BudgetName, string>> = {};
  for (const part of text.split(',').map((one) => one.trim())) {
    const refuse = (message: string) => new BadInput(`${where} ${part}: ${message}`);
    const [name, value, ...more] = part.split('=').map((one) => one.trim());
    if (value === undefined || more.length > 0)
      throw refuse('expected a name and a percentage, as in dsp=50%');
    if (!isName(name))
      throw refuse(`expected ${orList(names)}, found ${show(name)}${didYouMean(name, names)}`);
    if (budget[name] !== undefined) throw refuse(`${name} is there twice`);
    const found = BudgetSchema.shape[name].safeParse(value);
    if (!found.success) throw refuse(found.error.issues[0].message);
    budget[name] = value;
  }
  return budget;
}

const isName = (text: string): text is BudgetName => (names as readonly string[]).includes(text);

/**
 * The device with no more of everything than a budget leaves, rounded down but for the last block; what it
 * has in all stays in `budget`, for messages and for shares, which are of the device.
 */
export function deviceWithin(device: Device, given: DeviceBudget): Device {
  const shares: Record<string, BudgetShare> = {};
  const cut = (resource: string, name: BudgetName, of: number): number => {
    const text = given[name];
    if (text === undefined || percentOf(text) === 100) return of;
    shares[resource] = { percent: percentOf(text), of };
    const count = Math.floor((percentOf(text) * of) / 100);
    return percentOf(text) === 0 ? 0 : Math.max(1, count);
  };
  const { dsp, ram, ultraRam, logic, flipFlops, distributedRam } = device;
  const logicCount = cut('logic', 'logic', logic.count);
  const within = {
    ...device,
    dsp: { ...dsp, count: cut('dsp', 'dsp', dsp.count) },
    ram: { ...ram, count: cut('ramBlocks', 'ram', ram.count) },
    ...(ultraRam && { ultraRam: { ...ultraRam, count: cut('ultraRam', 'ram', ultraRam.count) } }),
    logic: { ...logic, count: logicCount },
    flipFlops: { ...flipFlops, count: cut('flipFlops', 'flip_flops', flipFlops.count) },
    distributedRam: { ...distributedRam, maxLogic: Math.min(distributedRam.maxLogic, logicCount) },
  };
  return Object.keys(shares).length === 0 ? device : { ...within, budget: shares };
}
