import type { PatternRow, PatternStudyResult } from '../../../src/study/patterns/patterns-result.ts';

/** Figures of a made-up pattern. */
interface MadeUp {
  readonly pattern: string;
  readonly accelerator: string;
  readonly latencyUs: number;
  readonly magnitude: number;
  readonly indexBits: number;
  readonly isOnFront?: boolean;
  readonly fits?: boolean;
}

const KEPT = 1000;

/** A row of a pattern that could be had. */
export function studiedRow({
  pattern,
  accelerator,
  latencyUs,
  magnitude,
  indexBits,
  isOnFront = false,
  fits = true,
}: MadeUp): PatternRow {
  return {
    pattern: pattern as PatternRow['pattern'],
    options: {},
    equal: 'kept',
    accelerator,
    design: null,
    format: 'CSR',
    sparsity: 0.875,
    kept: KEPT,
    positions: KEPT,
    storageBits: 16 * KEPT + indexBits + 320,
    indexBits,
    pointerBits: 320,
    cycles: 200 * latencyUs,
    latencyUs,
    conflictCycles: 30,
    conflictStallCycles: accelerator === 'csr-window' ? 20 : 0,
    energyUj: 2 * latencyUs,
    dsp: 64,
    ramBlocks: 32,
    logic: 5000,
    flipFlops: 9000,
    keptMagnitudeShare: magnitude,
    overlapWithUnstructured: magnitude,
    fits,
    isOnFront,
    arrays: [
      {
        accelerator,
        design: null,
        cycles: 200 * latencyUs,
        latencyUs,
        energyUj: 2 * latencyUs,
        logic: 5000,
        fits,
        problem: null,
      },
      {
        accelerator: 'replicated',
        design: null,
        cycles: 300 * latencyUs,
        latencyUs: 1.5 * latencyUs,
        energyUj: 3 * latencyUs,
        logic: 9000,
        fits: false,
        problem: null,
      },
    ],
    problem: null,
  };
}

/** A pattern that the weights cannot have. */
export function refusedRow(pattern: string, problem: string): PatternRow {
  const row = studiedRow({ pattern, accelerator: 'bbs', latencyUs: 1, magnitude: 1, indexBits: 0 });
  const { options, equal, ...figures } = row;
  return {
    ...(Object.fromEntries(Object.keys(figures).map((name) => [name, null])) as unknown as PatternRow),
    pattern: row.pattern,
    options,
    equal,
    isOnFront: false,
    arrays: [],
    problem,
  };
}

/** A study of these rows. */
export function studyOf(rows: PatternRow[], more: Partial<PatternStudyResult> = {}): PatternStudyResult {
  const reference = studiedRow({
    pattern: 'dense',
    accelerator: 'dense',
    latencyUs: 40,
    magnitude: 1,
    indexBits: 0,
  });
  const { pattern: _p, options: _o, equal: _e, isOnFront: _f, arrays: _a, problem: _q, ...dense } = reference;
  return {
    schemaVersion: 2,
    command: 'study patterns',
    version: '1.2.3',
    study: 'patterns',
    workload: 'small',
    seed: 'seed',
    requestedSparsity: 0.875,
    equal: 'kept',
    configHash: 'ba9876543210',
    device: 'a-device',
    clockMhz: 200,
    ramUnit: 'M20K',
    logicUnit: 'ALM',
    residency: 'resident',
    weights: 8000,
    denseBits: 128_000,
    aim: { kept: KEPT, storageBits: 20_000, keptMagnitudeShare: 0.43 },
    rows,
    frontAxis: 'keptMagnitudeShare',
    dense: dense as PatternStudyResult['dense'],
    front: rows.filter(({ isOnFront }) => isOnFront).map(({ pattern }) => pattern),
    regimes: [
      {
        name: 'fastest',
        pattern: 'bank-balanced',
        accelerator: 'bbs',
        sentence: 'Fastest: bank-balanced on bbs.',
      },
    ],
    remarks: [],
    ...more,
  };
}

/** All patterns of the field, several at one place, some close together. */
export const sixteen: PatternRow[] = (
  [
    ['bank-balanced', 'bbs', 5, 0.433, true, true],
    ['unstructured', 'banked-decoupled', 9, 0.506, true, true],
    ['block', 'banked-decoupled', 7.6, 0.237, false, true],
    ['vector', 'banked-decoupled', 7.7, 0.31, false, true],
    ['row-balanced', 'banked-decoupled', 7.5, 0.465, true, true],
    ['column-balanced', 'banked-decoupled', 8.6, 0.459, false, true],
    ['load-balanced', 'banked-decoupled', 8.2, 0.502, true, true],
    ['n-m', 'bbs', 5, 0.433, false, true],
    ['one-by-n', 'banked-decoupled', 7.8, 0.3, false, true],
    ['block-columns', 'banked-decoupled', 8.9, 0.29, false, true],
    ['circulant', 'dense', 30, 0.16, false, false],
    ['periodic', 'bbs', 5, 0.21, false, true],
    ['complementary', 'bbs', 5, 0.4, false, true],
    ['power-of-two', 'banked-decoupled', 11, 0.305, false, true],
    ['refill', 'csr-window', 12, 0.2, false, false],
    ['regroup', 'csr-window', 11.5, 0.33, false, false],
  ] as const
).map(([pattern, accelerator, latencyUs, magnitude, isOnFront, fits], i) =>
  studiedRow({ pattern, accelerator, latencyUs, magnitude, indexBits: 1000 * i, isOnFront, fits }),
);
