import { describeMutations, type Mutation } from './mutated-copy.ts';

const kind = 'csr';

/** Deliberate errors of one line in the RTL of rows that share beats. */
const mutations: readonly Mutation[] = [
  {
    error: 'a part that takes the lanes of the rows behind it along',
    kind,
    file: 'rtl/row_parts.sv',
    from: 'assign part = more ? up_to & ~gone : ~gone;',
    to: 'assign part = ~gone;',
  },
  {
    error: 'lanes that go on once more with the second next part',
    kind,
    file: 'rtl/row_parts.sv',
    from: 'more ? gone | part',
    to: 'more ? part',
  },
  {
    error: 'ends that are numbered from the lane and not behind it',
    kind,
    file: 'rtl/row_parts.sv',
    from: 'TO = l + 1',
    to: 'TO = l',
  },
  {
    error: 'a reader that passes by the lanes and begins with their pairs',
    kind,
    file: 'rtl/packed_mac.sv',
    from: '(below[v-1] ? node',
    to: '(below[v-1] && v > 1 ? node',
  },
  {
    error: 'a reader that ends at half of the tree where a row ends with the beat',
    kind,
    file: 'rtl/packed_mac.sv',
    from: 'height[LEVELS].lanes[LEVELS] ? level[LEVELS].sums : height',
    to: 'height',
  },
  {
    error: 'an accumulator that takes a row that has ended into the next one',
    kind,
    file: 'rtl/packed_mac.sv',
    from: 'held <= total - result[ROW_PORTS-1].next_base',
    to: 'held <= total',
  },
  {
    error: 'an accumulator that forgets a row in the middle of it',
    kind,
    file: 'rtl/packed_mac.sv',
    from: 'assign base = -held;',
    to: "assign base = {ACC_BITS{1'b0}};",
  },
  {
    error: 'a second row of a part that has the first in its sum',
    kind,
    file: 'rtl/packed_mac.sv',
    from: 'assign base = result[k-1].next_base;',
    to: 'assign base = -held;',
  },
  {
    error: 'a beat that leaves with its first part',
    kind,
    file: 'rtl/pe_window.sv',
    from: 'leaves   = goes && !more;',
    to: 'leaves   = goes;',
  },
  {
    error: 'rows that are numbered as if one left a cycle',
    kind,
    file: 'rtl/pe_tile.sv',
    from: 'rows_out <= rows_out + rows_leaving;',
    to: "rows_out <= rows_out + {{COUNT_BITS - 1{1'b0}}, |row_valid};",
  },
];

describeMutations('the co-simulation of packed rows', mutations);
