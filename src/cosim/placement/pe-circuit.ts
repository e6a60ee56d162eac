import { numberBits, type PlacedCircuit, type PlacedStyle, placedBits, portsOf } from './circuit.ts';

/**
 * One PE with all that is its own, of words of 16 bits, an accumulator of 32, and both registers between
 * bank and multiplier. Its weights have 2 bits, since this device has no multipliers.
 */
export function wholePe(lanes: number, style: PlacedStyle | null): PlacedCircuit {
  const isArbitrated = style !== null;
  const laneBits = 2 + placedBits.address + (isArbitrated ? 1 + numberBits(lanes) : 0);
  const hostBits = Math.max(160, lanes * laneBits + 1);
  return {
    stage: 'PE',
    variant: isArbitrated ? `arbitrated ${style}` : 'parallel',
    size: lanes,
    module: 'pe_array',
    parameters: {
      PES: 1,
      BANKS: lanes,
      KIND: isArbitrated ? 1 : 0,
      VALUE_BITS: 2,
      WORD_BITS: placedBits.word,
      ACC_BITS: 32,
      BANK_REGISTER: 1,
      CROSSBAR_REGISTER: isArbitrated ? 1 : 0,
      ARBITER_TREE: style === 'tree' ? 1 : 0,
      WEIGHT_BEATS: 256,
      BUFFER_WORDS: 256,
      COUNT_BITS: 12,
      HOST_BITS: hostBits,
    },
    inputs: portsOf({
      rst: 1,
      start: 1,
      product: 1,
      buffer_write: lanes,
      buffer_word: placedBits.address,
      buffer_data: lanes * placedBits.word,
      host_write: 1,
      host_target: 2,
      host_pe: 16,
      host_address: 32,
      host_data: hostBits,
    }),
    outputs: portsOf({ busy: 1, done: 1, row_valid: 1, row_number: 16, row_sum: 32 }),
  };
}
