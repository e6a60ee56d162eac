import { describe, expect, it } from 'vitest';
import { sensitivity } from '../../../src/published/delta/sensitivity.ts';
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
