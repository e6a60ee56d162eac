import { numberBits, type PlacedCircuit, type PlacedStyle, placedBits, portsOf } from './circuit.ts';
import { stall } from './gate-circuits.ts';

/** The arbiter of a CSR PE, from requests to grants and to the addresses of the banks. */
export function arbiterAlone(lanes: number, style: PlacedStyle): PlacedCircuit {
  return {
    stage: 'arbiter',
    variant: `${style} fixed`,
    size: lanes,
    module: 'csr_arbiter',
    parameters: {
      LANES: lanes,
      BANKS: lanes,
      BANK_BITS: numberBits(lanes),
      ADDRESS_BITS: placedBits.address,
      ROTATING: 0,
      TREE: style === 'tree' ? 1 : 0,
    },
    inputs: portsOf({
      start: 1,
      pending: lanes,
      bank: lanes * numberBits(lanes),
      word: lanes * placedBits.address,
    }),
    outputs: portsOf({ grant: lanes, read: lanes, address: lanes * placedBits.address }),
  };
}

/** What of the arbiter S1 waits for: from requests to grants alone. */
export function grants(lanes: number, style: PlacedStyle): PlacedCircuit {
  return { ...arbiterAlone(lanes, style), stage: 'grants', outputs: portsOf({ grant: lanes }) };
}

/** From the weight memory to its next address: lanes that still wait, their grants, and the stall. */
export function arbiterToFetch(lanes: number, style: PlacedStyle): PlacedCircuit {
  const { variant, size, parameters, inputs } = arbiterAlone(lanes, style);
  const { inputs: stallInputs, outputs, text } = stall(lanes);
  const isFromArbiter = ({ name }: PlacedCircuit['inputs'][number]) => /^(pending|grant|start)$/.test(name);
  return {
    stage: 'arbiter to fetch',
    variant,
    size,
    module: 'arbiter_to_fetch',
    parameters: { LANES: lanes, BANK_BITS: numberBits(lanes), TREE: parameters.TREE },
    inputs: [
      ...inputs.filter(({ name }) => name !== 'pending'),
      ...portsOf({ waiting: lanes, served: lanes }),
      ...stallInputs.filter((port) => !isFromArbiter(port)),
    ],
    outputs,
    text: `${text}${arbiterToFetchText}`,
  };
}

const arbiterToFetchText = `module arbiter_to_fetch #(parameter LANES = 4, parameter BANK_BITS = 2,
  parameter TREE = 0, parameter ADDRESS_BITS = ${placedBits.address}) (input wire clk, input wire rst,
  input wire start, input wire [LANES*BANK_BITS-1:0] bank, input wire [LANES*ADDRESS_BITS-1:0] word,
  input wire [LANES-1:0] waiting, input wire [LANES-1:0] served, input wire [11:0] beats,
  input wire [7:0] first, output wire enters, output wire [15:0] beat);
  wire [LANES-1:0] pending = waiting & ~served;
  wire [LANES-1:0] grant;
  csr_arbiter #(.LANES(LANES), .BANKS(LANES), .BANK_BITS(BANK_BITS), .ADDRESS_BITS(ADDRESS_BITS),
    .ROTATING(0), .TREE(TREE)) arbiter (.clk(clk), .start(start), .pending(pending), .bank(bank),
    .word(word), .grant(grant), .port(), .read(), .address());
  stall_to_fetch #(.LANES(LANES)) stall (.clk(clk), .rst(rst), .start(start), .pending(pending),
    .grant(grant), .beats(beats), .first(first), .enters(enters), .beat(beat));
endmodule
`;

/** The multiplexers from banks to lanes. */
export function crossbar(lanes: number): PlacedCircuit {
  return {
    stage: 'crossbar',
    variant: 'one port',
    size: lanes,
    module: 'crossbar',
    parameters: { LANES: lanes, BANKS: lanes, BANK_BITS: numberBits(lanes), WORD_BITS: placedBits.word },
    inputs: portsOf({ bank: lanes * numberBits(lanes), port: lanes, data: lanes * placedBits.word }),
    outputs: portsOf({ words: lanes * placedBits.word }),
  };
}

/** A bank of the vector buffer, from the block of RAM to a register. */
export const bank: PlacedCircuit = {
  stage: 'bank',
  variant: 'one port',
  size: 1,
  module: 'vector_bank',
  parameters: { WORD_BITS: placedBits.word, WORDS: 256, ADDRESS_BITS: placedBits.address },
  inputs: portsOf({
    read: 1,
    address: placedBits.address,
    write: 1,
    write_address: placedBits.address,
    write_data: placedBits.word,
  }),
  outputs: portsOf({ data: placedBits.word }),
};

/** What follows a multiplier: two lanes with weights of 2 bits, a level of the tree, and the accumulator. */
export function accumulator(bits: number): PlacedCircuit {
  return {
    stage: 'accumulator',
    variant: 'row reset',
    size: bits,
    module: 'mac_pipeline',
    parameters: { LANES: 2, VALUE_BITS: 2, WORD_BITS: placedBits.word, ACC_BITS: bits },
    inputs: portsOf({ rst: 1, valid: 1, ends: 1, weights: 4, words: 2 * placedBits.word }),
    outputs: portsOf({ row_valid: 1, row_sum: bits }),
  };
}
