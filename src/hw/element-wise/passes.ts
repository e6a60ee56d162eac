import { type Activation, activationTable, lookUp } from '../../num/activation.ts';
import {
  type NumberFormat,
  roundShift,
  type SaturationPoint,
  type Saturations,
  saturate,
  wrapCounted,
} from '../../num/fixed.ts';

/**
 * One pass of an element-wise unit over the cells of a layer, from vectors by name to a vector by name.
 * Accumulators have 2F fraction bits, all others are codes of W bits. docs/timing.md section 6.
 *
 *     accumulate   sum of two accumulators            addBias      accumulator + code, aligned
 *     peephole     exact product of two codes         add          sum of two codes, saturated
 *     multiply     product of two codes, rounded      sigmoid, tanh of an accumulator; tanhOfCode of a code
 */
export interface Pass {
  readonly op: 'accumulate' | 'addBias' | 'peephole' | 'multiply' | 'add' | 'tanhOfCode' | Activation;
  readonly reads: readonly string[];
  readonly writes: string;
}

/** How the products of a gate arrive, and whether the gates see the cell. */
export interface LstmPassOptions {
  /** The products over x and over h are two accumulators, `Wix` and `Wir`; else one, `i`. */
  readonly areProductsSeparate: boolean;
  readonly hasPeepholes: boolean;
}

/**
 * The cell of an LSTM, operation by operation: reads the gates i, f, g, o, biases `bi` ..., peepholes `pi`
 * ... and `c`; writes `c'` and `h'`.
 */
export function lstmPasses({ areProductsSeparate, hasPeepholes }: LstmPassOptions): readonly Pass[] {
  const gate = (name: string, cell: string | null, activation: Activation): Pass[] => [
    ...(areProductsSeparate
      ? [{ op: 'accumulate', reads: [`W${name}x`, `W${name}r`], writes: name } as const]
      : []),
    ...(hasPeepholes && cell !== null
      ? ([
          { op: 'peephole', reads: [`p${name}`, cell], writes: 'peephole' },
          { op: 'accumulate', reads: [name, 'peephole'], writes: name },
        ] as const)
      : []),
    { op: 'addBias', reads: [name, `b${name}`], writes: name },
    { op: activation, reads: [name], writes: name },
  ];
  return [
    ...gate('i', 'c', 'sigmoid'),
    ...gate('f', 'c', 'sigmoid'),
    ...gate('g', null, 'tanh'),
    { op: 'multiply', reads: ['f', 'c'], writes: 'kept' },
    { op: 'multiply', reads: ['i', 'g'], writes: 'new' },
    { op: 'add', reads: ['kept', 'new'], writes: "c'" },
    ...gate('o', "c'", 'sigmoid'),
    { op: 'tanhOfCode', reads: ["c'"], writes: 'tanh' },
    { op: 'multiply', reads: ['o', 'tanh'], writes: "h'" },
  ];
}

/** Cycles of the passes on `lanes` lanes, one after the other: ceil(cells / lanes) each. */
export function passCycles(passes: readonly Pass[], cells: number, lanes: number): number {
  return passes.length * Math.ceil(cells / lanes);
}

/**
 * Runs the passes over vectors by name, which are added to, in the arithmetic of docs/timing.md section 6.
 * Throws a RangeError for a vector that is not there.
 */
export function runPasses(
  passes: readonly Pass[],
  vectors: Map<string, Float64Array>,
  format: NumberFormat,
  saturations: Saturations,
): void {
  const compute = operations(format, saturations);
  for (const { op, reads, writes } of passes) {
    const [a, b = a] = reads.map((name) => vectorOf(vectors, name));
    vectors.set(
      writes,
      a.map((value, n) => compute[op](value, b[n])),
    );
  }
}

type Operations = Readonly<Record<Pass['op'], (a: number, b: number) => number>>;

function operations(format: NumberFormat, saturations: Saturations): Operations {
  const { bits, fractionBits, accumulatorBits } = format;
  const sigmoid = activationTable('sigmoid', format);
  const tanh = activationTable('tanh', format);
  const one = 2 ** fractionBits;
  const code = (value: number, point: SaturationPoint) =>
    saturate(roundShift(value, fractionBits), bits, saturations, point);
  return {
    accumulate: (a, b) => wrapCounted(a + b, accumulatorBits, saturations),
    addBias: (a, b) => a + b * one,
    peephole: (a, b) => a * b,
    multiply: (a, b) => code(a * b, 'multiply'),
    add: (a, b) => saturate(a + b, bits, saturations, 'cellState'),
    sigmoid: (a) => lookUp(sigmoid, code(a, 'preActivation')),
    tanh: (a) => lookUp(tanh, code(a, 'preActivation')),
    tanhOfCode: (a) => lookUp(tanh, a),
  };
}

function vectorOf(vectors: ReadonlyMap<string, Float64Array>, name: string): Float64Array {
  const vector = vectors.get(name);
  if (vector === undefined) throw new RangeError(`the element-wise unit has no vector ${name}`);
  return vector;
}
