import type {
  GridMapSpec,
  ParallelAxis,
  ParallelSpec,
  ScatterSpec,
} from '../../../src/report/charts/spec.ts';

const text = {
  subtitle: '1024 -> 1024 LSTM at 87.5 % sparsity, 200 MHz, 16 bit',
  configHash: '9f2c1e7ab04d55c3',
  toolVersion: '0.1.0',
};

/** The same numbers 0..1 in every run. */
export function spread(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** `count` designs of three accelerators, `front` of them on the front of latency and energy. */
export function designScatter(count: number, front: number): ScatterSpec {
  const next = spread(count + front);
  const others = Array.from({ length: count - front }, () => {
    const at = next();
    const [over, under] = [1.1 + 3 * next() ** 2, 1.1 + 3 * next() ** 2];
    return { ...tradeOff(at, over, under), series: Math.floor(next() * 3), isOnFront: false };
  });
  const best = Array.from({ length: front }, (_unused, i) => ({
    ...tradeOff(front === 1 ? 0.5 : i / (front - 1), 1, 1),
    series: i % 3,
    label: `${2 ** (3 + (i % 5))} x ${2 ** (3 + (i % 4))}`,
    isOnFront: true,
  }));
  return {
    ...text,
    kind: 'scatter',
    title: 'Latency against energy of all designs',
    x: { title: 'Latency per step', unit: 'us', scale: 'log', better: 'lower' },
    y: { title: 'Energy per step', unit: 'uJ', scale: 'log', better: 'lower' },
    series: ['BBS', 'CSR cyclic', 'Spartus'],
    points: [...others, ...best],
  };
}

function tradeOff(at: number, over: number, under: number): { x: number; y: number } {
  return { x: 2 * 60 ** at * over, y: 4 * (1 / (0.08 + at) + 0.3) * under };
}

const AXES: readonly ParallelAxis[] = [
  {
    title: 'Accelerator',
    unit: '',
    scale: 'categorical',
    names: ['BBS', 'CSR cyclic', 'CSR blocked', 'Spartus', 'dense'],
  },
  { title: 'PE rows', unit: '', scale: 'log' },
  { title: 'PE columns', unit: '', scale: 'log' },
  { title: 'Banks of the activation memory', unit: '', scale: 'log' },
  { title: 'Achieved sparsity', unit: '%', scale: 'linear' },
  { title: 'Clock', unit: 'MHz', scale: 'linear' },
  { title: 'Conflict cycles per step', unit: 'cycles', scale: 'linear' },
  { title: 'Area', unit: 'mm2', scale: 'linear' },
  { title: 'Energy per step', unit: 'uJ', scale: 'linear' },
  { title: 'Latency per step', unit: 'us', scale: 'log' },
];

/** `count` designs over this many axes (the last one is the latency), a few of them on the front. */
export function designLines(count: number, axes: number): ParallelSpec {
  const next = spread(count * axes);
  const chosen = Array.from({ length: axes }, (_unused, i) =>
    i === axes - 1 ? AXES[AXES.length - 1] : AXES[i % (AXES.length - 1)],
  );
  return {
    ...text,
    kind: 'parallel',
    title: 'Parameters and results of all designs',
    axes: chosen,
    lines: Array.from({ length: count }, (_unused, line) => ({
      values: chosen.map((axis) => valueOn(axis, next)),
      isOnFront: line % 40 === 7,
    })),
  };
}

function valueOn({ title, scale }: ParallelAxis, next: () => number): number {
  const at = next();
  if (scale === 'categorical') return Math.floor(at * 5);
  if (title === 'Latency per step') return 2.31 * 150 ** (at ** 1.4);
  if (scale === 'log') return 2 ** (2 + Math.floor(at * 6));
  if (title === 'Clock') return 100 + 50 * Math.floor(at * 5);
  return title.startsWith('Conflict') ? Math.floor(at ** 4 * 128_000) : 0.37 + at ** 2 * 40;
}

/** Latency of arrays of `rows` x `columns`; the largest ones do not fit. */
export function arrayMap(rows: number, columns: number, scale: 'linear' | 'log' = 'log'): GridMapSpec {
  const names = (count: number) =>
    Array.from({ length: count }, (_unused, i) => String(count > 10 ? i + 1 : 2 ** (i + 1)));
  return {
    ...text,
    kind: 'grid-map',
    title: 'Latency by the size of the array',
    value: { title: 'Latency per step', unit: 'us', scale },
    rows: { title: 'PE rows', unit: '', names: names(rows) },
    columns: { title: 'PE columns', unit: '', names: names(columns) },
    values: Array.from({ length: rows * columns }, (_unused, at) => {
      const [row, column] = [Math.floor(at / columns) / rows, (at % columns) / columns];
      return row + column > 1.45 ? null : 1.9 + 830 * Math.exp(-3.3 * (row + column)) * (1 + 0.3 * row);
    }),
    missingName: 'does not fit on the device',
  };
}
