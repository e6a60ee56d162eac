import { describeMutations, type Mutation } from './mutated-copy.ts';

/** Two gate matrices of other depths, each with more beats of a row in the memory than are read. */
const nested = {
  kind: 'bbs',
  step: ['pes=4', 'banks=8', 'gateMatrix=separate', 'workload.sparsity=0.25', 'keepPerBank=2'],
} as const;

/** Deliberate errors of one line in what reads and writes nested models. */
const mutations: readonly Mutation[] = [
  {
    error: 'beats of a row that are not stepped over',
    ...nested,
    file: 'rtl/beat_fetch.sv',
    from: 'assign step = row_end ? row_step',
    to: 'assign step = 0 ? row_step',
  },
  {
    error: 'a step that comes a beat late',
    ...nested,
    file: 'rtl/beat_fetch.sv',
    from: "row_end = row_beat + 1'b1 == beats_per_row",
    to: 'row_end = row_beat == beats_per_row',
  },
  {
    error: 'a count of beats that goes on from product to product',
    ...nested,
    file: 'rtl/beat_fetch.sv',
    from: "if (start) row_beat <= {COUNT_BITS{1'b0}};\n        else if (takes) row_beat <= row_end ?",
    to: "if (start) row_beat <= {{COUNT_BITS - 1{1'b0}}, 1'b1};\n        else if (takes) row_beat <= row_end ?",
  },
  {
    error: 'the step of the first product for all',
    ...nested,
    file: 'rtl/pe_tile.sv',
    from: 'held_step <= row_steps[product]',
    to: 'held_step <= row_steps[0]',
  },
  {
    error: 'a step over the beats of a row that lands on the last of them',
    ...nested,
    file: 'src/cosim/weight-image.ts',
    from: 'beatsPerRow(heldImage(beats)) - beatsPerRow(beats) + 1',
    to: 'beatsPerRow(heldImage(beats)) - beatsPerRow(beats)',
  },
];

describeMutations('the co-simulation of nested models', mutations);
