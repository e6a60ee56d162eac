import { numberBits, type PlacedCircuit, type PlacedStyle, placedBits, portsOf } from './circuit.ts';

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
