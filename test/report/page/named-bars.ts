import type { NamedChart } from '../../../src/report/charts/spec.ts';

/** A small chart of one bar: stalls of bbs on tiny, which takes 4 cycles. */
export function namedBars(title: string, bar = 'bbs'): NamedChart {
  return {
    file: 'stalls',
    spec: {
      title,
      subtitle: 'bbs on tiny',
      configHash: '0123456789ab',
      toolVersion: '0.1.0',
      kind: 'stacked-bars',
      value: { title: 'cycles', unit: '' },
      categories: ['issue', 'fill'],
      bars: [{ name: bar, values: [3, 1] }],
    },
  };
}
