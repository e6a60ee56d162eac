import { z } from 'zod';
import { DeltaGruLayer } from '../../published/edge-drnn/delta-gru.ts';
import { portableDraws } from './portable-draws.ts';

const count = z.number().int().nonnegative();
const some = z.number().int().min(1).max(4096);
const cycle = count.nullable();

const StepSchema = z.object({
  cycles: count,
  columns: z.array(count).optional(),
  commandCycles: z.array(count).optional(),
  firstWord: cycle.optional(),
  lastWord: cycle.optional(),
  firstOutput: count.optional(),
  hash: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'expected 16 hexadecimal digits')
    .optional(),
});

/** A measured point: the layers that ran, what they were given, and what was seen of every step. */
export const EdgeDrnnPointSchema = z
  .object({
    pe: some,
    i: some,
    h: some,
    layers: z.number().int().min(1).max(16).default(1),
    thx: count.max(65_535),
    thh: count.max(65_535),
    kx: count,
    lat: some,
    q: z.number().int().min(1).max(1_000_000),
    gap: count,
    seed: count.max(0xffffffff),
    steps: z.array(StepSchema).min(1).max(1000),
  })
  .refine(({ pe, i, h }) => i % pe === 0 && h % pe === 0, 'expected i and h to be multiples of pe')
  .refine(({ kx, i }) => kx <= i, 'expected kx to be at most i');

/** A measured point. */
export type EdgeDrnnPoint = z.output<typeof EdgeDrnnPointSchema>;
/** What was measured of a step. */
export type MeasuredStep = z.output<typeof StepSchema>;

/** The layers with their weights: codes of 8 bits, column by column, layer by layer. */
export function layersOf({ i, h, layers, thx, thh, seed }: EdgeDrnnPoint): DeltaGruLayer[] {
  const draw = portableDraws(77 * seed + 5);
  return Array.from({ length: layers }, (_, layer) => {
    const inputs = layer === 0 ? i : h;
    const columns = Array.from({ length: 1 + inputs + h }, () =>
      Int8Array.from({ length: 3 * h }, () => (draw() % 255) - 127),
    );
    return new DeltaGruLayer(columns, inputs, h, { input: thx, state: thh });
  });
}

/** How far an input moves in a step, and how far from 0 it may be: codes of 8 fraction bits. */
const MOVE = 256;
const FARTHEST = 2000;

/** The inputs step by step: `kx` of them, drawn, move by 1.0. */
export function inputsOf({ i, kx, seed }: EdgeDrnnPoint): () => Int16Array {
  const draw = portableDraws(seed);
  const x = new Int16Array(i);
  return () => {
    const list = Array.from({ length: i }, (_, k) => k);
    for (let j = 0; j < kx; j++) {
      const m = j + (draw() % (i - j));
      [list[j], list[m]] = [list[m], list[j]];
      const move = draw() % 2 === 1 ? MOVE : -MOVE;
      const moved = x[list[j]] + move;
      x[list[j]] = Math.abs(moved) > FARTHEST ? x[list[j]] - move : moved;
    }
    return x.slice();
  };
}

/** The running hash of the measured states: FNV-1a of 64 bits over words of two states, with this start. */
export class StateHash {
  private value = 1469598103934665603n;

  /** Adds the states of a step. */
  add(states: Int16Array): void {
    for (let n = 0; n < states.length; n += 2) {
      const word = ((states[n] & 0xffff) | ((states[n + 1] & 0xffff) << 16)) >>> 0;
      this.value = BigInt.asUintN(64, (this.value ^ BigInt(word)) * 0x100000001b3n);
    }
  }

  /** The hash so far: 16 hexadecimal digits. */
  get text(): string {
    return this.value.toString(16).padStart(16, '0');
  }
}
