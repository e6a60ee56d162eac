import type { Footprint } from '../hw/accounts/footprint.ts';

type Stages = Pick<
  NonNullable<Footprint['pipeline']>,
  | 'mulLatency'
  | 'bankOutputRegister'
  | 'crossbarRegister'
  | 'addLatency'
  | 'activationLatency'
  | 'ewMulLatency'
>;

/** The registers of a footprint that does not say: the defaults of `timing`. */
const usual: Stages = {
  mulLatency: 3,
  bankOutputRegister: 0,
  crossbarRegister: 0,
  addLatency: 1,
  activationLatency: 2,
  ewMulLatency: 3,
};

/** The registers of `timing.*`, in cycles. */
export const stagesOf = ({ pipeline }: Pick<Footprint, 'pipeline'>): Stages => pipeline ?? usual;

/**
 * Bits that travel beside the data of all PEs, per register: of a beat that it is valid and that it ends a
 * row (those of rows that share beats are counted with their readers); of lanes on their own each that it has
 * a product, that it ends a row where one may, and which place or tag its row has, and of the row that leaves
 * the same. rtl/mac_pipeline.sv, rtl/pe_decoupled.sv, rtl/pe_shuffle.sv.
 */
export function besideBits({ pes, lanes, laneStreams, shuffle, rowPacking }: Footprint): number {
  if (laneStreams) {
    const place = bitsFor(laneStreams.rowsApart);
    return pes * (lanes * (2 + place) + 1 + place);
  }
  if (shuffle) return pes * (lanes + 1) * (1 + bitsFor(shuffle.openRows));
  return pes * (rowPacking ? 1 : 2);
}

/** Bits that number so many things. */
export const bitsFor = (count: number): number => Math.max(1, Math.ceil(Math.log2(count)));
