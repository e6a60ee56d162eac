import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packedBits } from '../../../src/bbs/formats/storage.ts';
import { hasField } from '../../../src/config/schema-fields.ts';
import { buildArray, kindOf, kinds } from '../../../src/hw/array/kinds/index.ts';
import { SpmvUnit } from '../../../src/hw/array/spmv-unit.ts';
import { accelerator, balancedMatrix, randomMatrix, storedMatrix } from './arrays.ts';

const dram = { gbPerS: 1.6, latencyNs: 0, burstBytes: 1 };

/** Rows of 5, 0, 1 and 4 entries in 16 columns, on one PE of 4 lanes. */
const rows = [[0, 1, 2, 3, 4], [], [9], [0, 5, 10, 15]];

function job(stream: 'packed' | 'image', beatsPerPe: number, fields: object = { kind: 'csr' }) {
  const array = buildArray(accelerator({ ...fields, pes: 1, banks: 4, dram: { ...dram, stream } }));
  return new SpmvUnit(array, { kind: 'streamed', beatsPerPe }).job(
    array.encode(storedMatrix(16, rows)),
    0,
    rows.length,
  );
}

describe('a streamed matrix of compressed rows', () => {
  it('is fetched as it is stored: value and column of every entry, and one pointer more than rows', () => {
    // 10 entries of 16 + 4 bits and 5 pointers of 4 bits: 220 bits, 28 bytes, at 8 bytes a cycle.
    const { dramBits, computes } = job('packed', 100);
    expect(dramBits).toBe(8 * 28);
    expect(computes[0].from).toBe(4);
  });

  it('is fetched tile by tile, each with a pointer more than it has rows', () => {
    // Half the memory holds the two beats of row 0 and no row beside it.
    const { dramBits, computes } = job('packed', 4);
    const bytes = [5, 0, 1, 4].map((entries) => Math.ceil((20 * entries + 2 * 4) / 8));
    expect(computes).toHaveLength(4);
    expect(dramBits).toBe(8 * bytes.reduce((sum, n) => sum + n, 0));
  });

  it('is fetched with its empty lanes and empty rows as the image of the weight memory', () => {
    // 5 beats of 4 lanes with valid, bank, word and value, and a bit that ends the row.
    const { dramBits } = job('image', 100);
    expect(dramBits).toBe(8 * Math.ceil((5 * (4 * (1 + 2 + 2 + 16) + 1)) / 8));
  });

  it('is fetched as the image of the memories of every lane, and of the ends of rows', () => {
    // 10 entries and a zero for the empty row are 3 beats, lanes of valid, tag, bank, word and value; 4 ends.
    const { dramBits } = job('image', 100, { kind: 'csr-shuffle', openRows: 4 });
    expect(dramBits).toBe(8 * Math.ceil((3 * 4 * (1 + 2 + 2 + 2 + 16) + 4 * 4) / 8));
  });

  it('is never fetched slower packed than as its image, and computes alike', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('csr', 'csr-shared', 'replicated'),
        fc.constantFrom('random', 'power-law', 'sparse'),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat({ max: 1000 }),
        (kind, style, count, pes, seed) => {
          const jobs = (['packed', 'image'] as const).map((stream) => {
            const array = buildArray(accelerator({ kind, pes, banks: 4, dram: { ...dram, stream } }));
            const spec = { style, rows: count, cols: 24, banks: 4, placement: 'cyclic', seed } as const;
            const encoded = array.encode(randomMatrix(spec));
            return new SpmvUnit(array, { kind: 'streamed', beatsPerPe: 16 }).job(encoded, 0, count);
          });
          const [packed, image] = jobs;
          expect(packed.dramBits).toBeLessThanOrEqual(image.dramBits);
          expect(packed.cycles).toBeLessThanOrEqual(image.cycles);
          const beats = jobs.map(({ computes }) => computes.map(({ timing }) => timing.beats));
          expect(beats[0]).toEqual(beats[1]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('every kind', () => {
  const encodedBy = (kind: string) => {
    // Four banks of 18 columns differ in size, which a bank-balanced matrix of one count cannot have.
    const cols = kindOf(kind).needsBalance ? 16 : 18;
    return buildArray(accelerator({ kind, pes: 2, banks: 4 })).encode(balancedMatrix(6, cols, 4, 2));
  };

  it.each(kinds)('$kind has dram.stream exactly if its format has something to pack', ({ kind, schema }) => {
    const { packed } = encodedBy(kind);
    expect(hasField(schema, ['dram', 'stream'])).toBe(packed !== null);
    const { stream } = buildArray(accelerator({ kind, pes: 2, banks: 4 }));
    expect(stream).toBe(packed === null ? 'image' : 'packed');
  });

  it.each(kinds)(
    '$kind stores as many bits as it fetches of a whole matrix, but for what fills up',
    ({ kind }) => {
      const { beats, storage, packed } = encodedBy(kind);
      const entries = beats.values.length;
      const fetched = packed
        ? packedBits(packed, { rows: beats.rows, entries })
        : (entries / beats.lanes) * beats.beatBits;
      // Only a dense row that ends within a beat is filled up without being stored so.
      const filled = kind === 'dense' ? beats.padding * 16 : 0;
      expect(fetched).toBe(storage.totalBits + filled);
    },
  );
});
