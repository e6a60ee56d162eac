import { describeMutations, type Mutation } from './mutated-copy.ts';

const kind = 'csr-shuffle';

/** Deliberate errors of one line in the RTL of lanes that go on by themselves. */
const mutations: readonly Mutation[] = [
  {
    error: 'requests that come back a cycle later than the arbiter is deep',
    kind,
    file: 'rtl/pe_shuffle.sv',
    from: '.RETRY_CYCLES(RETRY_CYCLES),\n          .WEIGHT_BEATS',
    to: '.RETRY_CYCLES(RETRY_CYCLES + 1),\n          .WEIGHT_BEATS',
  },
  {
    error: 'a new entry that is taken when a request comes back',
    kind,
    file: 'rtl/shuffle_lane.sv',
    from: 'valid && !is_back && has_entry',
    to: 'valid && has_entry',
  },
  {
    error: 'a rotation that begins a lane later',
    kind,
    file: 'rtl/pe_shuffle.sv',
    from: '.FIRST(0)',
    to: '.FIRST(1)',
  },
  {
    error: 'a priority that does not rotate',
    kind,
    file: 'rtl/pe_shuffle.sv',
    from: '.ROTATING    (1)',
    to: '.ROTATING    (0)',
  },
  {
    error: 'a row that opens before the lanes can know that another has left',
    kind,
    file: 'rtl/row_counts.sv',
    from: 'else if (known) last_open',
    to: 'else if (leaves) last_open',
  },
  {
    error: 'a row less that is open',
    kind,
    file: 'rtl/row_counts.sv',
    from: 'FIRST_OPEN = OPEN_ROWS - 1',
    to: 'FIRST_OPEN = OPEN_ROWS - 2',
  },
  {
    error: 'the entry behind the last open row that is presented with it',
    kind,
    file: 'rtl/shuffle_lane.sv',
    from: 'next_entry < open_entries',
    to: 'next_entry <= open_entries',
  },
  {
    error: 'a place without an entry in the last beat that is presented all the same',
    kind,
    file: 'rtl/shuffle_lane.sv',
    from: 'presented < addresses && at_output[LANE_BITS-1]',
    to: 'presented < addresses',
  },
  {
    error: 'a row that leaves a cycle after its last entry was accepted',
    kind,
    file: 'rtl/row_counts.sv',
    from: 'counts[r*END_BITS+:END_BITS] = count;',
    to: 'counts[r*END_BITS+:END_BITS] = accepted;',
  },
  {
    error: 'a row that leaves when as many entries have been accepted, whosever they are',
    kind,
    file: 'rtl/row_counts.sv',
    from: 'if (accepts[b] && tag[b*TAG_BITS+:TAG_BITS] == NUMBER[TAG_BITS-1:0]) count',
    to: 'if (accepts[b]) count',
  },
  {
    error: 'a product that is added to the row that leaves',
    kind,
    file: 'rtl/bank_sums.sv',
    from: 'wire [TAG_BITS-1:0] row = tag[b*TAG_BITS+:TAG_BITS];',
    to: 'wire [TAG_BITS-1:0] row = leaving;',
  },
  {
    error: 'accumulators that keep their sums when their row has left',
    kind,
    file: 'rtl/bank_sums.sv',
    from: "if (leaves) accumulators[leaving] <= {ACC_BITS{1'b0}};",
    to: '',
  },
  {
    error: 'a product that comes as its accumulator is emptied, and is added to the row before',
    kind,
    file: 'rtl/bank_sums.sv',
    from: 'is_first = leaves && row == leaving',
    to: "is_first = 1'b0",
  },
  {
    error: 'a product of a weight and the word of a bank a cycle earlier',
    kind,
    file: 'rtl/pe_shuffle.sv',
    from: '.STAGES(CROSSBAR_REGISTER)',
    to: '.STAGES(CROSSBAR_REGISTER > 0 ? CROSSBAR_REGISTER - 1 : 0)',
  },
];

describeMutations('the co-simulation of a shuffle', mutations);
