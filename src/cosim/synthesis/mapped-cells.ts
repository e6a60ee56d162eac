import { Mismatch } from '../../errors/mismatch.ts';
import type { SynthesisFamily } from './sizes.ts';

/**
 * Cells that a design is mapped to. Logic is LUTs (Xilinx) or ALUTs, those for arithmetic included (Intel);
 * a block of 18 Kbit counts half.
 */
export interface MappedCells {
  readonly logic: number;
  /** CARRY4, CARRY8, or arithmetic ALUTs. */
  readonly carry: number;
  readonly flipFlops: number;
  readonly dsp: number;
  /** Block RAMs (RAMB36, M10K); null where memories were left out. */
  readonly ram: number | null;
}

/**
 * Reads the cells that Yosys' `stat` prints: of the whole design, which comes last.
 * Throws Mismatch when there are none.
 */
export function readCells(text: string, family: SynthesisFamily): MappedCells {
  const section = text.slice(text.lastIndexOf('Number of cells:'));
  const counts = new Map<string, number>();
  for (const [, cell, count] of section.matchAll(/^\s+([A-Z][A-Z0-9_]+)\s+(\d+)$/gm))
    counts.set(cell, Number(count));
  if (counts.size === 0) throw new Mismatch('Yosys counted no cells');
  const sum = (pattern: RegExp) =>
    [...counts].reduce((total, [cell, count]) => total + (pattern.test(cell) ? count : 0), 0);
  const hasMemories = family !== 'cyclone10gx';
  return {
    logic: sum(/^(LUT[1-6]|MISTRAL_ALUT(\d|_ARITH))$/),
    carry: sum(/^(CARRY[48]|MISTRAL_ALUT_ARITH)$/),
    flipFlops: sum(/^(FD[A-Z]+|MISTRAL_FF)$/),
    dsp: sum(/^(DSP48E\d|MISTRAL_MUL\w+)$/),
    ram: hasMemories ? sum(/^(RAMB36E\d|MISTRAL_M10K|MISTRAL_M20K)$/) + sum(/^RAMB18E\d$/) / 2 : null,
  };
}
