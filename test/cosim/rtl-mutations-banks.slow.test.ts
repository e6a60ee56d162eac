import { describeMutations, type Mutation } from './mutated-copy.ts';

/** Deliberate errors of one line in the RTL of banks: at twice the clock, in copies, shared by all PEs. */
const mutations: readonly Mutation[] = [
  {
    error: 'the second word of a cycle that is read where the first one was',
    kind: 'csr',
    file: 'rtl/vector_bank.sv',
    from: 'if (held) word <= words[held_address];',
    to: 'if (held) word <= words[address[(p-PORTS)*ADDRESS_BITS+:ADDRESS_BITS]];',
  },
  {
    error: 'the second word of a cycle that comes a cycle late',
    kind: 'csr-window',
    file: 'rtl/vector_bank.sv',
    from: 'always @(negedge clk) if (held)',
    to: 'always @(posedge clk) if (held)',
  },
  {
    error: 'lanes that read copies of the vector buffer in turn',
    kind: 'csr',
    file: 'rtl/bank_arbiter.sv',
    from: 'r * COPIES / REQUESTERS == b / BANKS',
    to: 'r % COPIES == b / BANKS',
  },
  {
    error: 'lanes of a window that read copies of the vector buffer in turn',
    kind: 'csr-window',
    file: 'rtl/window_arbiter.sv',
    from: 'r % LANES * COPIES / LANES == b / BANKS',
    to: 'r % LANES % COPIES == b / BANKS',
  },
  {
    error: 'a LOAD that writes the first copy of a vector buffer alone',
    kind: 'csr',
    file: 'rtl/pe_tile.sv',
    from: '.write        (buffer_write[b%BANKS]),',
    to: '.write        (buffer_write[b%BANKS] && b < BANKS),',
  },
  {
    error: 'a shared memory whose priority moves by banks instead of by the lanes of a PE',
    kind: 'csr-shared',
    file: 'rtl/shared_arbiter.sv',
    from: '(start ? ALL : from_first) << LANES;',
    to: '(start ? ALL : from_first) << BANKS;',
  },
];

describeMutations('the co-simulation of banks', mutations);
