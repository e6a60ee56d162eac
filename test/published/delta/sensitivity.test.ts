import { describe, expect, it } from 'vitest';
import { deltaTimingParameters, deltaWidths } from '../../../src/published/delta/parameters.ts';
import { timeColumns } from '../../../src/published/delta/queues.ts';
import { sensitivity } from '../../../src/published/delta/sensitivity.ts';
import { tailCycles } from '../../../src/published/delta/step.ts';
import {
  type DeltaRnnDesign,
  DeltaRnnParametersSchema,
} from '../../../src/published/delta-rnn/parameters.ts';
import { loadDesign } from '../../../src/published/load-design.ts';
import { valuesOf } from '../../../src/published/parameter.ts';
import { SpartusParametersSchema } from '../../../src/published/spartus/parameters.ts';

const design = loadDesign('delta-rnn').config as unknown as DeltaRnnDesign;

/** The rows of some variations of DeltaRNN beside its own, as if a step took `inputs` x `hidden` cycles. */
const rowsOf = (variations: DeltaRnnDesign['variations'], parameters = design.parameters) =>
  sensitivity({ ...design, parameters, variations }, DeltaRnnParametersSchema, (changed) => {
    const { inputs, hidden } = valuesOf(changed);
    return { cycles: inputs * hidden, gops: 1e6 / (inputs * hidden) };
  }).rows;

/** DeltaRNN with nothing that is assumed. */
const known = Object.fromEntries(
  Object.entries(design.parameters).map(([name, one]) =>
    one.from === 'assumption' ? [name, { ...one, from: 'paper' }] : [name, one],
  ),
) as unknown as DeltaRnnDesign['parameters'];

describe('the variations of a design with delta units', () => {
  it('stand beside the design, one parameter or several changed', () => {
    expect(rowsOf([{ inputs: 80 }, { inputs: 20, hidden: 128 }], known)).toEqual([
      { parameter: 'none', taken: '', changed: '', cycles: 10240, gops: 1e6 / 10240, difference: 0 },
      {
        parameter: 'inputs',
        taken: '40',
        changed: '80',
        cycles: 20480,
        gops: 1e6 / 20480,
        difference: -50,
      },
      {
        parameter: 'inputs, hidden',
        taken: '40, 256',
        changed: '20, 128',
        cycles: 2560,
        gops: 1e6 / 2560,
        difference: 300,
      },
    ]);
  });

  it('must have one of every assumption', () => {
    const variations = design.variations.filter((variation) => !('scanLanes' in variation));
    expect(() => rowsOf(variations)).toThrow(
      'design delta-rnn: variations: expected one of every assumption, found none of scanLanes',
    );
  });

  it('are of parameters, with values that these may have', () => {
    expect(() => rowsOf([{ lanes: 3 }], known)).toThrow(
      /^design delta-rnn: variations\.0: expected one of clockMhz, .*; found lanes$/,
    );
    expect(() => rowsOf([{ inputs: 40 }, { scanLanes: 0 }], known)).toThrow(
      'design delta-rnn: variations.1: scanLanes.value: expected at least 1, found 0',
    );
    expect(() => rowsOf([{ queueDepth: 15 }], known)).toThrow(
      'design delta-rnn: variations.0: queueDepth.value: expected at least 16: the elements of one comparison',
    );
  });
});

it('queues of Spartus take the elements of one comparison that one of eight arrays may have to take', () => {
  const { parameters } = loadDesign('spartus').config;
  const isTaken = (value: number) =>
    SpartusParametersSchema.safeParse({
      ...parameters,
      queueDepth: { ...parameters.queueDepth, value },
    }).success;
  expect([isTaken(1), isTaken(2)]).toEqual([false, true]);
});

describe('every parameter of time', () => {
  /** A step that shows each: columns that are far apart and close together, in both vectors. */
  const scanned = {
    inputs: 40,
    hidden: 100,
    columns: [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 32, 90, 139],
    hasBias: false,
    wordsOf: () => 3,
  };
  const witnesses: Readonly<Record<keyof typeof deltaTimingParameters | keyof typeof deltaWidths, number>> = {
    scanLanes: 1,
    comparatorCycles: 2,
    idleScanCycles: 60,
    queueDepth: 2,
    queueCycles: 2,
    memoryLatency: 2,
    outstandingColumns: 1,
    unsentLastCycles: 90,
    macFillCycles: 9,
    activationLanes: 8,
    activationOperations: 3,
    activationFillCycles: 3,
  };

  it.each(['delta-rnn', 'spartus'])('of %s has an effect, and what is neutral has none', (name) => {
    const { parameters } = loadDesign(name).config as unknown as DeltaRnnDesign;
    // Commands show where the memory has a latency.
    const config = { arrays: 8, ...valuesOf(parameters), memoryLatency: 1 };
    const cyclesWith = (changed: object) => {
      const options = { ...config, ...changed };
      return timeColumns(scanned, options).cycles + tailCycles(options, scanned.hidden);
    };
    expect(Object.keys(witnesses).sort()).toEqual(
      Object.keys({ ...deltaTimingParameters, ...deltaWidths }).sort(),
    );
    const base = cyclesWith({});
    for (const [field, value] of Object.entries(witnesses))
      expect(cyclesWith({ [field]: value }), field).not.toBe(base);
    for (const neutral of [{ queueDepth: 1000 }, { outstandingColumns: 1000 }])
      expect(cyclesWith(neutral)).toBe(base);
  });
});
