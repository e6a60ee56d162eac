import { describeMutations, type Mutation } from './mutated-copy.ts';

const place = { kind: 'dense', file: 'rtl/activation.sv' };

/** Deliberate errors of one line in the RTL of the activation tables. */
const mutations: readonly Mutation[] = [
  {
    error: 'tables that begin again where they end',
    ...place,
    from: 'assign y = !is_outside ? linear : sign ?',
    to: "assign y = 1'b1 ? linear : sign ?",
  },
  {
    error: 'the upper end for what lies below, and the lower for what lies above',
    ...place,
    from: 'linear : sign ?',
    to: 'linear : !sign ?',
  },
  {
    error: 'codes that are outside only where the highest bit differs from the sign',
    ...place,
    from: 's[WORD_BITS-2:RANGE_BITS-1] != {WORD_BITS - RANGE_BITS{sign}}',
    to: 's[WORD_BITS-2] != sign',
  },
  {
    error: 'the last but one value as the upper end',
    ...place,
    from: ': TABLE[SEGMENTS*WORD_BITS+:WORD_BITS]',
    to: ': TABLE[(SEGMENTS-1)*WORD_BITS+:WORD_BITS]',
  },
  {
    error: 'an interpolation that rounds up',
    ...place,
    from: 'assign linear = low + product[STEP_BITS+:WORD_BITS];',
    to: "assign linear = low + product[STEP_BITS+:WORD_BITS] + {{WORD_BITS-1{1'b0}}, |product[STEP_BITS-1:0]};",
  },
  {
    error: 'values that are those where their segment begins',
    ...place,
    from: "wire [SEGMENT_BITS:0] next = {1'b0, segment} + {{SEGMENT_BITS{1'b0}}, 1'b1};",
    to: "wire [SEGMENT_BITS:0] next = {1'b0, segment};",
  },
  {
    error: 'a table that begins at 0',
    ...place,
    from: '^ HALF[RANGE_BITS-1:0]',
    to: '',
  },
];

describeMutations('the co-simulation of activation tables', mutations);
