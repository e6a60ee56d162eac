import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countActions } from '../../../src/hw/accounts/count-actions.ts';
import type { StepCase } from '../sequencer/steps.ts';
import { anyGruStep, anyLayerStep, anyRandomProgram, runStep } from '../sequencer/steps.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const counted = (step: StepCase) => countActions(step.unit.array, step.program, step.matrices, runStep(step));

/** The rows of an instruction as CSR: entries with their columns, and pointers. */
function packedBits(
  { config, matrices }: StepCase,
  { matrix, rowFrom, rows }: { readonly matrix: number; readonly rowFrom: number; readonly rows: number },
): number {
  const { entryStart, cols } = matrices[matrix].beats;
  const entries = entryStart[rowFrom + rows] - entryStart[rowFrom];
  const all = entryStart[entryStart.length - 1];
  const index = Math.ceil(Math.log2(cols));
  return entries * (config.number.bits + index) + (rows + 1) * Math.ceil(Math.log2(all + 1));
}

const styles = ['chained', 'instruction'] as const;

describe('the actions of a step', () => {
  it('of the SpMVs follow from their beats and entries, on every accelerator', () => {
    fc.assert(
      fc.property(fc.oneof(anyLayerStep(...styles), anyGruStep(...styles), anyRandomProgram), (step) => {
        const counts = counted(step);
        const { kind } = step.config;
        const spmvs = step.program.instructions.filter((each) => each.op === 'spmv');
        const entries = sum(
          spmvs.map(({ matrix, rowFrom, rows }) => {
            const { entryStart } = step.matrices[matrix].beats;
            return entryStart[rowFrom + rows] - entryStart[rowFrom];
          }),
        );
        const bits = sum(
          spmvs.map(({ matrix, rowFrom, rows }) => {
            const { entryStart, lanes, beatBits, streams } = step.matrices[matrix].beats;
            if (streams) {
              const words = entryStart[rowFrom + rows] - entryStart[rowFrom];
              return words * streams.wordBits + rows * streams.rowMemories * streams.rowBits;
            }
            const beats = Array.from({ length: rows }, (_, i) =>
              Math.max(1, Math.ceil((entryStart[rowFrom + i + 1] - entryStart[rowFrom + i]) / lanes)),
            );
            return sum(beats) * beatBits;
          }),
        );
        const { window, shuffle, rowPacking } = step.unit.array;
        const sharesBeats = shuffle !== null || rowPacking !== null;
        if (!rowPacking) expect(counts.weightReadBits).toBe(bits);
        // Rows share beats of one memory: at least as many as entries fill, and no more than row by row.
        expect(counts.weightReadBits).toBeLessThanOrEqual(bits);
        const filled = spmvs.map(({ matrix, rowFrom, rows }) => {
          const { entryStart, lanes, beatBits } = step.matrices[matrix].beats;
          return Math.ceil((entryStart[rowFrom + rows] - entryStart[rowFrom]) / lanes) * beatBits;
        });
        if (rowPacking) expect(counts.weightReadBits).toBeGreaterThanOrEqual(sum(filled));
        expect(counts.bufferReads).toBe(entries);
        expect(counts.multiplies).toBe(entries);
        // By row at the banks, and then the accumulators of every row through the tree.
        const rows = sum(spmvs.map((spmv) => spmv.rows));
        // Readers add what a row that shares a beat has in front of its end.
        const adds = rowPacking ? 2 * entries : entries;
        expect(counts.treeAdds).toBe(adds + (shuffle ? rows * (step.config.banks - 1) : 0));
        const passes = sharesBeats || window > 1 ? 2 : 1;
        if (!shuffle) expect(counts.crossbarTransfers).toBe(kind.startsWith('csr') ? entries * passes : 0);
        // Requests that came back passed more than once.
        expect(counts.crossbarTransfers).toBeGreaterThanOrEqual(
          kind.startsWith('csr') ? entries * passes : 0,
        );
        const isStreamed = step.unit.residency.kind === 'streamed';
        expect(counts.weightWriteBits).toBe(isStreamed ? counts.weightReadBits : 0);
        const isPacked = kind.startsWith('csr') || kind === 'replicated';
        const fetched = isPacked ? sum(spmvs.map((spmv) => packedBits(step, spmv))) : bits;
        expect(counts.dramBits).toBeGreaterThanOrEqual(isStreamed ? fetched : 0);
        expect(counts.dramBits % (8 * step.config.dram.burstBytes)).toBe(0);
        if (!isStreamed) expect(counts.dramBits).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('of a LOAD write a copy into every vector buffer, into the one that is shared, or into that of every lane', () => {
    fc.assert(
      fc.property(anyLayerStep('chained'), (step) => {
        const { inputs, hidden, projection } = step.shape;
        const loaded = inputs + (projection === null ? hidden : projection + hidden);
        const { kind, pes, banks } = step.config;
        const { vectorCopies } = step.unit.array;
        const copies = kind === 'csr-shared' ? 1 : kind === 'replicated' ? pes * banks : pes * vectorCopies;
        expect(counted(step).bufferWrites).toBe(loaded * copies);
      }),
      { numRuns: 50 },
    );
  });

  it('of the cell are the same arithmetic in both styles, with one gate matrix', () => {
    fc.assert(
      fc.property(anyLayerStep('chained', 'instruction'), (step) => {
        fc.pre(step.config.gateMatrix === 'combined');
        const { hidden, peepholes, biases } = step.shape;
        const { elementAdds, elementMultiplies, activations } = counted(step);
        const { bits, fractionBits } = step.config.number;
        const clamps = bits - 1 - fractionBits > 3 ? 5 : 0;
        expect({ elementAdds, elementMultiplies, activations }).toEqual({
          elementAdds: hidden * (1 + (biases ? 4 : 0) + (peepholes ? 3 : 0) + clamps),
          elementMultiplies: hidden * (3 + (peepholes ? 3 : 0)),
          activations: 5 * hidden,
        });
      }),
      { numRuns: 80 },
    );
  });

  it('of a GRU are the same arithmetic in both styles, but for joins that accumulators of the chained style make', () => {
    fc.assert(
      fc.property(anyGruStep(...styles), (step) => {
        const { shape, config } = step;
        const { hidden, biases, resetAfter } = shape;
        const { elementAdds, elementMultiplies, activations } = counted(step);
        const { bits, fractionBits } = config.number;
        const clamps = bits - 1 - fractionBits > 3 ? 3 : 0;
        const ofBiases = biases ? (resetAfter ? 4 : 3) : 0;
        const isSeparate = config.gateMatrix === 'separate' && config.ewop.style === 'instruction';
        // 1 - z and the state; r and z over x and h, and the product that is added to n.
        const adds = 2 + (resetAfter ? 3 : isSeparate ? 3 : 0);
        expect({ elementAdds, elementMultiplies, activations }).toEqual({
          elementAdds: hidden * (adds + ofBiases + clamps),
          elementMultiplies: hidden * 3,
          activations: hidden * 3,
        });
      }),
      { numRuns: 100 },
    );
  });

  it('of a chained GRU read and write registers: two accumulators a gate where its products stay apart', () => {
    fc.assert(
      fc.property(anyGruStep('chained'), (step) => {
        const { shape, config, unit } = step;
        const { inputs, hidden, biases, resetAfter } = shape;
        const { bits, accumulatorBits, fractionBits } = config.number;
        fc.pre(bits === 16 && fractionBits === 12);
        const words = Math.ceil(accumulatorBits / bits);
        const loaded = resetAfter
          ? inputs + hidden
          : config.gateMatrix === 'separate'
            ? inputs + 2 * hidden
            : 2 * (inputs + hidden);
        const ofBiases = biases ? (resetAfter ? 4 : 3) : 0;
        const { registerReads, registerWrites, bufferWrites } = counted(step);
        expect(registerReads).toBe(
          loaded + hidden * ((resetAfter ? 6 : 3) * words + ofBiases + (resetAfter ? 1 : 2)),
        );
        expect(bufferWrites).toBe(loaded * unit.array.bufferCopies);
        const rows = resetAfter || config.gateMatrix === 'separate' ? 6 : 3;
        expect(registerWrites).toBe(hidden * (rows * words + (resetAfter ? 1 : 2)));
      }),
      { numRuns: 50 },
    );
  });

  it('of deep tables are further words that each sigmoid and tanh reads: all of logic, two of block RAM', () => {
    fc.assert(
      fc.property(
        anyLayerStep('chained', 'instruction'),
        fc.constantFrom([32, 0], [64, 0], [128, 2], [256, 6], [512, 2]),
        (step, [segments, further]) => {
          const { config } = step.unit.array;
          const countedWith = (count: number) => {
            const activation = { range: 1, segments: count, interpolation: 'linear' as const };
            const number = { ...config.number, bits: 16, fractionBits: 12, activation };
            const array = { ...step.unit.array, config: { ...config, number } };
            return countActions(array, step.program, step.matrices, runStep(step));
          };
          const [plain, deep] = [countedWith(64), countedWith(segments)];
          expect(deep).toEqual({
            ...plain,
            registerReads: plain.registerReads + further * deep.activations,
          });
          expect(deep.elementAdds).toBeGreaterThanOrEqual(deep.activations);
        },
      ),
      { numRuns: 30 },
    );
  });
});
