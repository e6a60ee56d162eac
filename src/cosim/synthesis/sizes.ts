import { indexWidth } from '../bench/hex-word.ts';
import { rtlKind, rtlKinds } from '../rtl-shape.ts';

/**
 * FPGA families that Yosys maps to. cyclone10gx is the nearest to Arria 10; the npm package cannot map to it.
 */
export const synthesisFamilies = ['xc7', 'xcup', 'cyclonev', 'cyclone10gx'] as const;

/** One of them. */
export type SynthesisFamily = (typeof synthesisFamilies)[number];

/** A size of the SpMV unit that is synthesised: M PEs of N lanes of a kind. */
export interface SynthesisSize {
  readonly family: SynthesisFamily;
  readonly kind: string;
  readonly pes: number;
  readonly lanes: number;
}

const arraySizes = [
  { pes: 1, lanes: 4 },
  { pes: 1, lanes: 8 },
  { pes: 1, lanes: 16 },
  { pes: 1, lanes: 32 },
  { pes: 2, lanes: 8 },
  { pes: 4, lanes: 16 },
];

const mapped = rtlKinds.filter(({ rtl }) => rtl.mostMappedLanes > 0);

/** The names of the kinds that are mapped. */
export const mappedKinds: readonly string[] = mapped.map(({ kind }) => kind);

/** The rows of the committed table: every size for every family. */
export const synthesisSizes: readonly SynthesisSize[] = synthesisFamilies.flatMap((family) =>
  arraySizes.flatMap(({ pes, lanes }) =>
    mapped
      .filter(({ rtl }) => lanes <= rtl.mostMappedLanes)
      .map(({ kind }) => ({ family, kind, pes, lanes })),
  ),
);

/**
 * The Yosys script of a size: 16-bit operands, 48-bit accumulators, 1,024 beats of
 * weights, banks of 256 words, one port. Arbiters of every row of the table are chains (ARBITER_TREE 0, not
 * the default of the kinds), which 32 lanes map in minutes; trees are mapped alone (rtl/csr_arbiter.sv).
 */
export function synthesisScript(
  { family, kind, pes, lanes }: SynthesisSize,
  sources: readonly string[],
): string {
  const parameters = {
    PES: pes,
    BANKS: lanes,
    KIND: rtlKind(kind).rtl.code,
    WEIGHT_BEATS: 1024,
    BUFFER_WORDS: 256,
    ARBITER_TREE: 0,
    COUNT_BITS: 16,
    HOST_BITS: hostBits(kind, lanes),
  };
  const set = Object.entries(parameters).map(([name, value]) => `-set ${name} ${value}`);
  const isIntel = family === 'cyclonev' || family === 'cyclone10gx';
  return [
    `read_verilog -sv ${sources.join(' ')}`,
    `chparam ${set.join(' ')} pe_array`,
    'hierarchy -top pe_array',
    // Yosys 0.23 cannot map block RAM to this family, so its memories are left out.
    ...(family === 'cyclone10gx' ? ['blackbox *vector_bank *weight_memory'] : []),
    isIntel
      ? `synth_intel_alm -family ${family} -top pe_array`
      : `synth_xilinx -flatten -family ${family} -top pe_array`,
    'tee -o cells.txt stat',
  ].join('\n');
}

/** Bits of the port that fills the memories: a beat, or a descriptor if that is wider. */
function hostBits(kind: SynthesisSize['kind'], lanes: number): number {
  const laneBits = 16 + 8 + (rtlKind(kind).issue === 'parallel' ? 0 : 1 + indexWidth(lanes));
  return Math.max(160, lanes * laneBits + 1);
}
