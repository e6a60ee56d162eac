import { describe, expect, it } from 'vitest';
import type { StoredMatrix } from '../../src/bbs/matrix.ts';
import { RandomDraws } from '../../src/cosim/random-draws.ts';
import { runBench } from '../../src/cosim/run-bench.ts';
import { simulateSpmv } from '../../src/cosim/simulate-spmv.ts';
import { spmvBench } from '../../src/cosim/spmv-bench.ts';
import { weightToggles } from '../../src/hw/array/operand-toggles.ts';
import { loadAccelerator } from '../../src/run/load-config.ts';
import { readVcd, type VcdSignal } from '../vcd-reader.ts';
import { missingTool } from './rtl-tools.ts';

const ROWS = 7;
const COLS = 10;

/** Random codes at the columns that are stored. */
function matrixOf(isStored: (row: number, col: number) => boolean): StoredMatrix {
  const draw = new RandomDraws('weight toggles');
  const columns: number[] = [];
  const rowStart = new Uint32Array(ROWS + 1);
  for (let row = 0; row < ROWS; row++) {
    for (let col = 0; col < COLS; col++) if (isStored(row, col)) columns.push(col);
    rowStart[row + 1] = columns.length;
  }
  const codes = Int16Array.from(columns, () => draw.code(16));
  const weights = Float64Array.from(codes);
  return {
    tensor: 'w',
    rows: ROWS,
    cols: COLS,
    rowStart,
    columns: Uint16Array.from(columns),
    codes,
    weights,
  };
}

const ones = (bits: string) => [...bits].filter((bit) => bit === '1').length;

/**
 * Bits that change in the fields of the values of a memory's words, whose lowest of every `laneBits` bits
 * they are, from the first word that is read to the last.
 */
function changesOf({ changes }: VcdSignal, lanes: number, laneBits: number): number {
  const valuesOf = (word: string) =>
    Array.from({ length: lanes }, (_, l) => {
      const end = word.length - l * laneBits;
      return word.slice(end - 16, end);
    }).join('');
  // It shows 0 until the first word. Read beyond its last, it shows what nobody wrote, or a word of zeros:
  // the last word of a lane is none, since it says that its row ends.
  const words = changes.map(([, word]) => word).filter((word) => !word.includes('x'));
  const known = words.slice(0, words.findLastIndex((word) => word.includes('1')) + 1).map(valuesOf);
  let changed = 0;
  for (let i = 1; i < known.length; i++)
    changed += [...known[i]].filter((bit, at) => bit !== known[i - 1][at]).length;
  return changed - ones(known[1] ?? '');
}

describe.concurrent('toggles of the weights of one PE', () => {
  const missing = missingTool('icarus');
  const run = async (kind: string, stored: StoredMatrix) => {
    const { config } = loadAccelerator(kind, ['pes=1', 'banks=4', 'weightMemory.beatsPerPe=null']);
    const simulated = simulateSpmv(config, stored, new Int16Array(stored.cols));
    const { vcd } = await runBench(spmvBench(simulated), 'icarus', { defines: ['DUMP'] });
    const memories = [...readVcd(vcd ?? '')].filter(([path]) => path.endsWith('weights.memory.beat'));
    return {
      toggles: weightToggles(simulated.beats, 16, { everyRun: 1 }),
      memories: memories.map(([, signal]) => signal),
    };
  };

  it.skipIf(missing)(
    'are the value changes of the weight memory of the RTL: bank-balanced beats',
    async () => {
      const { toggles, memories } = await run(
        'bbs',
        matrixOf(() => true),
      );
      expect(memories.map(({ width }) => width % 4)).toEqual([0]);
      const [memory] = memories;
      expect(toggles.changed).toBe(changesOf(memory, 4, memory.width / 4));
      // 7 rows of 3 beats: banks have 3, 3, 2, 2 columns.
      expect(toggles.bits).toBe(20 * 4 * 16);
      expect(toggles.changed).toBeGreaterThan(0.3 * toggles.bits);
    },
  );

  it.skipIf(missing)('and of the beats of rows of different lengths, with lanes that have none', async () => {
    const { toggles, memories } = await run(
      'csr',
      matrixOf((row, col) => (5 * row + 3 * col) % 7 > row % 4),
    );
    const [memory] = memories;
    // Above the lanes is one bit for the end of a row.
    expect((memory.width - 1) % 4).toBe(0);
    expect(toggles.changed).toBe(changesOf(memory, 4, (memory.width - 1) / 4));
    expect(toggles.changed).toBeGreaterThan(100);
  });

  it.skipIf(missing)('and of the memories of lanes that go on by themselves', async () => {
    const stored = matrixOf((row, col) => (5 * row + 3 * col) % 7 > row % 4);
    const { toggles, memories } = await run('banked-decoupled', stored);
    expect(memories).toHaveLength(4);
    const changed = memories.reduce((sum, memory) => sum + changesOf(memory, 1, memory.width), 0);
    expect(toggles.changed).toBe(changed);
    expect(changed).toBeGreaterThan(100);
  });
});
