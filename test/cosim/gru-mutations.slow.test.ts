import { describeMutations, type Mutation } from './mutated-copy.ts';

/** A small GRU whose reset gate multiplies products, or h before them, on a design of a style. */
function gru(resetAfter: boolean, style: 'chained' | 'instruction', gateMatrix = 'separate') {
  return {
    kind: 'dense',
    workload: `layers: [{kind: gru, inputs: 5, hidden: 21, resetAfter: ${resetAfter}}]\n`,
    step: ['pes=2', 'banks=4', `ewop.style=${style}`, `gateMatrix=${gateMatrix}`],
  };
}

const lane = 'rtl/ewop_gru_lane.sv';
const cell = 'src/hw/element-wise/gru-cell.ts';

/** Deliberate errors of one line in the RTL and in the simulator of GRUs. */
const mutations: readonly Mutation[] = [
  {
    error: 'a reset gate that multiplies h where it should multiply products',
    ...gru(true, 'chained'),
    file: lane,
    from: '.d  (rounded),\n          .q  (is_reset)',
    to: '.d  (state),\n          .q  (is_reset)',
  },
  {
    error: 'the same in the simulator',
    ...gru(true, 'chained'),
    file: cell,
    from: 'multiplyRounded(unit, r, preActivation(unit, sums.nh[n], 0, biases.nh[n]))',
    to: 'multiplyRounded(unit, r, h[n])',
  },
  {
    error: 'products of an h that the reset gate has not multiplied',
    ...gru(false, 'chained'),
    file: lane,
    from: 'assign reset_state = reset;',
    to: 'assign reset_state = is_reset;',
  },
  {
    error: 'the same in the simulator',
    ...gru(false, 'chained'),
    file: cell,
    from: 'out[n] = multiplyRounded(unit, r, h[n]);',
    to: 'out[n] = r === 0 ? 0 : h[n];',
  },
  {
    error: 'z and 1 - z exchanged, the reset behind the products',
    ...gru(true, 'chained'),
    file: lane,
    from: '.d  ({activated[WORD_BITS+:WORD_BITS], state_at_gates})',
    to: '.d  ({ONE - activated[WORD_BITS+:WORD_BITS], state_at_gates})',
  },
  {
    error: 'z and 1 - z exchanged, the reset before them',
    ...gru(false, 'chained'),
    file: lane,
    from: '.d  ({activated[WORD_BITS+:WORD_BITS], state_at_gates})',
    to: '.d  ({ONE - activated[WORD_BITS+:WORD_BITS], state_at_gates})',
  },
  {
    error: 'products over h that are cut where they should be rounded',
    ...gru(true, 'chained'),
    file: lane,
    from: '.d  (rounded),\n          .q  (is_reset)',
    to: '.d  (over_h[FRACTION_BITS+:WORD_BITS]),\n          .q  (is_reset)',
  },
  {
    error: 'products over h with the bias of those over x',
    ...gru(true, 'chained'),
    file: lane,
    from: 'bias = biases[3*WORD_BITS+:WORD_BITS]',
    to: 'bias = biases[2*WORD_BITS+:WORD_BITS]',
  },
  {
    error: 'r and z of the products over x alone',
    ...gru(true, 'chained'),
    file: lane,
    from: 'gates[q*SUM_BITS+:ACC_BITS] + recurrent_gates[q*SUM_BITS+:ACC_BITS]',
    to: 'gates[q*SUM_BITS+:ACC_BITS]',
  },
  {
    error: 'a register less, so that z and h come a cycle before the candidate',
    ...gru(true, 'chained'),
    file: lane,
    from: 'localparam TO_N = N_WAITS + TO_GATES;',
    to: 'localparam TO_N = N_WAITS + TO_GATES - 1;',
  },
  {
    error: 'a register less, so that products over x come a cycle before the reset',
    ...gru(true, 'chained'),
    file: lane,
    from: '.STAGES(N_WAITS)',
    to: '.STAGES(N_WAITS - 1)',
  },
  {
    error: 'a register more, so that h comes a cycle after the gates',
    ...gru(false, 'chained'),
    file: lane,
    from: '.STAGES(TO_GATES)\n  ) state_waits_for_gates',
    to: '.STAGES(TO_GATES + 1)\n  ) state_waits_for_gates',
  },
  {
    error: 'a phase that ends a register before its lanes',
    ...gru(true, 'chained'),
    file: 'rtl/ewop_gru.sv',
    from: '(RESET_AFTER != 0 ? TO_RESET : 0);',
    to: '(RESET_AFTER != 0 ? TO_RESET - 1 : 0);',
  },
  {
    error: 'a reset phase that ends with the cell of a layer, not with its own lanes',
    ...gru(false, 'chained'),
    file: 'rtl/ewop_gru.sv',
    from: '.SECOND_DEPTH   (TO_RESET)',
    to: '.SECOND_DEPTH   (TO_STATE)',
  },
  {
    error: 'an h that the reset gate has multiplied, in the place of h',
    ...gru(false, 'chained'),
    file: 'rtl/ewop_gru.sv',
    from: 'RESET_STATE_AT + reset_first',
    to: 'STATE_AT + reset_first',
  },
  {
    error: 'a second LOAD of [x, h], where h should be multiplied by the reset gate',
    ...gru(false, 'chained', 'combined'),
    file: 'rtl/vector_loader.sv',
    from: 'held_second_source +',
    to: 'held_source + held_source_length[SOURCE_BITS-1:0] +',
  },
  {
    error: 'a LOAD that waits for the first of its sources alone',
    ...gru(false, 'instruction', 'combined'),
    file: 'rtl/controller.sv',
    from: " || (reader[192+:32] != 32'd0 && overlap(range, reader[160+:64]))",
    to: '',
  },
  {
    error: '1 - z that is all bits of z inverted',
    ...gru(true, 'instruction'),
    file: 'rtl/ewop_vector.sv',
    from: 'held_op == COMPLEMENT ? ONE - a :',
    to: 'held_op == COMPLEMENT ? ONE + ~a :',
  },
  {
    error: 'products over h of which a copy has the lower bits',
    ...gru(true, 'instruction'),
    file: 'rtl/ewop_vector.sv',
    from: 'wire [WORD_BITS-1:0] word = a_is_sum ? rounded : a[WORD_BITS-1:0];',
    to: 'wire [WORD_BITS-1:0] word = a_is_sum && held_op != COPY ? rounded : a[WORD_BITS-1:0];',
  },
  {
    error: 'the h of the step before',
    ...gru(true, 'chained'),
    file: 'src/cosim/simulate-layers.ts',
    from: 'state = datapath.step(x, state);',
    to: 'state = datapath.step(x, initialState);',
  },
  {
    error: 'a lane that is an adder too short for the reset',
    ...gru(true, 'chained'),
    file: 'src/hw/sequencer/pipeline-depth.ts',
    from: 'resetAfter ? addLatency + activationLatency + ewMulLatency : 0',
    to: 'resetAfter ? activationLatency + ewMulLatency : 0',
  },
];

describeMutations('the co-simulation of GRUs', mutations);
