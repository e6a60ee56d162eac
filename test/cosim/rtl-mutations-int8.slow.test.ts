import { describeMutations, type Mutation } from './mutated-copy.ts';

const rescale = { kind: 'csr', file: 'rtl/row_rescale.sv' };

/** Deliberate errors of one line in the RTL of int8 weights and their scales, and three in the simulator. */
const mutations: readonly Mutation[] = [
  {
    error: 'sums that are cut where they should be rounded',
    ...rescale,
    from: "half = (32'd1 << shift) >> 1;",
    to: "half = 32'd0;",
  },
  {
    error: 'sums that are rounded up where nothing is shifted away',
    ...rescale,
    from: "half = (32'd1 << shift) >> 1;",
    to: "half = shift == 5'd0 ? 32'd1 : (32'd1 << shift) >> 1;",
  },
  {
    error: 'a multiplier that is negative with its highest bit',
    ...rescale,
    from: "factor = {1'b0, scale[15:0]};",
    to: 'factor = {scale[15], scale[15:0]};',
  },
  {
    error: 'a shift that is one too far',
    ...rescale,
    from: 'scale[20:16]})',
    to: "scale[20:16] + 5'd1})",
  },
  {
    error: 'the shift of a later row, where rows leave one after the other',
    ...rescale,
    from: 'rounded = exact >>> shift;',
    to: 'rounded = exact >>> scale[20:16];',
  },
  {
    error: 'the scale of the row before',
    ...rescale,
    from: 'scale <= scales[address];',
    to: "scale <= scales[address-1'b1];",
  },
  {
    error: 'the scale of the row before, where rows leave one after the other',
    kind: 'bbs',
    file: 'rtl/row_rescale.sv',
    from: 'address = following + PLACE',
    to: 'address = next + PLACE',
  },
  {
    error: 'rows that leave together and have the scale of the first',
    ...rescale,
    from: 'PLACE = PER_ROW != 0 ? k : 0;',
    to: 'PLACE = 0;',
  },
  {
    error: 'scales that go on by one where several rows leave together',
    ...rescale,
    from: 'if (PER_ROW != 0 && sum_valid[r]) following',
    to: 'if (PER_ROW != 0 && sum_valid[r] && r == 0) following',
  },
  {
    error: 'a scale of a matrix that goes on row by row',
    ...rescale,
    from: 'if (PER_ROW != 0 && sum_valid[r]) following',
    to: 'if (sum_valid[r]) following',
  },
  {
    error: 'a rescale of a register less',
    ...rescale,
    from: '.STAGES(MUL_LATENCY)\n      ) valid_delay',
    to: '.STAGES(MUL_LATENCY - 1)\n      ) valid_delay',
  },
  {
    error: 'a rescaled sum that comes a cycle early',
    ...rescale,
    from: '.STAGES(MUL_LATENCY - 1)\n      ) stages',
    to: '.STAGES(MUL_LATENCY > 1 ? MUL_LATENCY - 2 : 0)\n      ) stages',
  },
  {
    error: 'products whose second matrix begins with the scales of the first',
    kind: 'banked-decoupled',
    file: 'rtl/pe_tile.sv',
    from: '.first        (first_scales[product]),',
    to: '.first        (first_scales[0]),',
  },
  {
    error: 'a sum of int8 products in the bits of a single one',
    kind: 'dense',
    file: 'rtl/pe_tile.sv',
    from: 'EXACT_BITS = VALUE_BITS + WORD_BITS + BANK_BITS + ADDRESS_BITS;',
    to: 'EXACT_BITS = VALUE_BITS + WORD_BITS - 1;',
  },
  {
    error: 'weights that have no sign',
    kind: 'csr-shuffle',
    file: 'rtl/multipliers.sv',
    from: 'value = values[l*VALUE_BITS+:VALUE_BITS];',
    to: "value = values[l*VALUE_BITS+:VALUE_BITS] & ~(1'b1 << (VALUE_BITS - 1));",
  },
  {
    error: 'the same, where lanes are summed at once',
    kind: 'csr-window',
    file: 'rtl/mac_pipeline.sv',
    from: '$signed(weights[n*VALUE_BITS+:VALUE_BITS])',
    to: "$signed({1'b0, weights[n*VALUE_BITS+:VALUE_BITS]})",
  },
  {
    error: 'a rescale without the half in the simulator',
    kind: 'dense',
    file: 'src/num/row-scale.ts',
    from: 'multiplier + (shift === 0 ? 0 : 2 ** (shift - 1));',
    to: 'multiplier;',
  },
  {
    error: 'a pipeline without the registers of a rescale in the simulator',
    kind: 'bbs',
    file: 'src/hw/array/fill.ts',
    from: 'return hasScales(number) ? timing.mulLatency : 0;',
    to: 'return 0;',
  },
  {
    error: 'rows with the scale of the row before in the simulator',
    kind: 'bbs',
    file: 'src/hw/array/rescale-rows.ts',
    from: 'multipliers[rowFrom + i]',
    to: 'multipliers[Math.max(0, rowFrom + i - 1)]',
  },
];

describeMutations('the co-simulation of int8 weights', mutations);
