import type {
  HeatMapSpec,
  LinesSpec,
  StackedBarsSpec,
  TradeOffSpec,
} from '../../../src/report/charts/spec.ts';

const text = {
  subtitle: '512 -> 1024 LSTM at 87.5 % sparsity',
  configHash: '9f2c1e7ab04d55c3',
  toolVersion: '0.1.0',
};

export const CATEGORIES = [
  'issue',
  'conflict',
  'imbalance',
  'fill',
  'control',
  'load',
  'element-wise',
  'projection write-back',
  'weight fetch',
  'dependency',
];

/** Eight accelerators from 560 to 28,000 cycles. */
export const stallBars: StackedBarsSpec = {
  ...text,
  kind: 'stacked-bars',
  title: 'Where the cycles of one step go',
  value: { title: 'Cycles per step', unit: '' },
  categories: CATEGORIES,
  bars: [
    { name: 'BBS', values: [417, 0, 0, 13, 4, 24, 29, 0, 0, 73] },
    { name: 'BBS, chained', values: [417, 0, 0, 13, 4, 24, 29, 73, 0, 0] },
    { name: 'CSR cyclic, 2 ports', values: [430, 310, 88, 13, 4, 24, 29, 73, 0, 0] },
    { name: 'CSR cyclic, 1 port', values: [430, 960, 132, 13, 4, 24, 29, 73, 0, 0] },
    { name: 'CSR blocked, 1 port', values: [430, 2660, 240, 13, 4, 24, 29, 73, 0, 0] },
    { name: 'shared-memory CSR', values: [430, 24900, 2300, 14, 4, 24, 29, 73, 0, 226] },
    { name: 'dense', values: [3328, 0, 0, 13, 4, 24, 29, 73, 0, 0] },
    { name: 'ESE (published)', values: [1430, 0, 1210, 14, 30, 120, 290, 73, 6100, 400] },
  ],
};

/** Conflicts of PEs x banks; by default those of a bank that everyone wants, and none in bank 0. */
export function conflictMap(
  pes: number,
  banks: number,
  conflicts: (pe: number, bank: number) => number = (pe, bank) =>
    bank === 0 ? 0 : bank === 3 ? 80 : (pe * 7 + bank) % 12,
): HeatMapSpec {
  return {
    ...text,
    kind: 'heat-map',
    title: 'Bank conflicts',
    value: { title: 'Conflicts', unit: 'cycles' },
    rows: { title: 'PE', count: pes },
    columns: { title: 'bank', count: banks },
    values: Array.from({ length: pes * banks }, (_unused, at) =>
      conflicts(Math.floor(at / banks), at % banks),
    ),
  };
}

/** Latency against sparsity of `count` accelerators. */
export function latencyLines(count: number, scale: 'linear' | 'log'): LinesSpec {
  const sparsities = [50, 60, 70, 80, 87.5, 90, 95];
  return {
    ...text,
    kind: 'lines',
    title: 'Latency against sparsity',
    x: { title: 'Achieved sparsity', unit: '%' },
    y: { title: 'Latency per step', unit: 'us', scale },
    series: Array.from({ length: count }, (_unused, place) => ({
      name: `accelerator ${place}`,
      points: sparsities.map((x) => ({
        x,
        y: x === 70 && place === 1 ? null : (100 - x) * (1 + place * place),
      })),
    })),
    marks: [
      { x: 87.5, label: 'requested: 87.5 %' },
      { x: 88.75, label: 'published: 88.75 %' },
    ],
  };
}

/** Latency against area of `count` designs in a few crowds, two of three of them beyond the limit. */
export function designTradeOff(count: number): TradeOffSpec {
  return {
    ...text,
    kind: 'trade-off',
    title: 'Latency against area',
    x: { title: 'area', unit: '%' },
    y: { title: 'latency', unit: 'us' },
    points: Array.from({ length: count }, (_unused, place) => ({
      x: [99, 600, 620][place % 3] * (1 + 0.03 * (place % 4)),
      y: 2 * 1.11 ** place,
      label: `design ${place} (${['DSP block', 'ALM', 'M20K'][place % 3]})`,
      place,
      isFeasible: place % 3 === 0,
    })),
    feasibleName: 'fits',
    infeasibleName: 'does not fit',
    limit: { x: 100, label: 'the device is full' },
    products: { one: 198, name: 'latency x area, relative to design 0' },
  };
}
