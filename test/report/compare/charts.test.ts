import { describe, expect, it } from 'vitest';
import type {
  HeatMapSpec,
  LinesSpec,
  StackedBarsSpec,
  TradeOffSpec,
} from '../../../src/report/charts/spec.ts';
import { compareCharts } from '../../../src/report/compare/charts.ts';
import { compareResult, resourcesOver, resourcesThatFit, runResult } from '../run/results.ts';

type Residency = 'resident' | 'streamed';

const series = (label: string, residencies: readonly Residency[]) => ({
  label,
  points: residencies.map((residency, i) => ({
    requestedSparsity: [0.5, 0.7, 0.875][i],
    achievedSparsity: 0.5,
    paddingShare: 0,
    cycles: 100 - i,
    latencyUs: 1 - i / 10,
    residency,
  })),
});

const ofKind = (kind: string) => ({ ...(runResult().config as object), kind });

const result = compareResult(
  [
    runResult({ accelerator: 'bbs', config: ofKind('bbs') }),
    runResult({ accelerator: 'csr 98 x 16, fits', resources: resourcesOver(1500) }),
  ],
  [
    series('bbs', ['resident', 'resident', 'resident']),
    series('csr 98 x 16, fits', ['streamed', 'streamed', 'resident']),
    series('csr', ['streamed', 'streamed', 'streamed']),
  ],
);
const charts = compareCharts(result);
const specOf = <S>(file: string): S => charts.find((chart) => chart.file === file)?.spec as S;

describe('the charts of a comparison', () => {
  it('are latency against area, area by block, stalls, energy, a map for every design with an arbiter, and latency', () => {
    expect(charts.map(({ file }) => file)).toEqual([
      'latency-by-area',
      'area',
      'stalls',
      'energy',
      'energy-by-component',
      'conflicts-csr-98-x-16-fits',
      'latency-by-sparsity',
    ]);
  });

  it('all carry a title, a subtitle with the device, the configuration and the version', () => {
    for (const { spec } of charts) {
      expect(spec.title).not.toBe('');
      expect(spec).toMatchObject({ configHash: 'ba9876543210', toolVersion: '1.2.3' });
      expect(spec.subtitle).toContain('small, a-device, 200 MHz');
    }
  });

  it('stack cycles to the cycles of the step and energies to its energy', () => {
    const heights = (file: string) =>
      specOf<StackedBarsSpec>(file).bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
    expect(heights('stalls')).toEqual([100, 100]);
    expect(heights('energy')).toEqual([4, 4]);
    expect(heights('energy-by-component')).toEqual([4, 4]);
  });

  it('tell dynamic, static and off-chip energy apart, with what all of it may be', () => {
    const { categories, bars, intervalName } = specOf<StackedBarsSpec>('energy');
    expect(categories).toEqual(['dynamic, on the chip', 'static and board', 'off-chip']);
    expect(bars[0]).toEqual({ name: 'bbs', values: [1, 3, 0], interval: { low: 2.5, high: 6 } });
    expect(intervalName).toBe('what all of it may be');
  });

  it('stack the blocks of every design to its share of the logic of the device', () => {
    const { categories, bars, value } = specOf<StackedBarsSpec>('area');
    expect(value).toEqual({ title: 'ALM, of the device', unit: '%' });
    expect(categories).toEqual(['multipliers', 'vector buffers']);
    expect(bars[0]).toEqual({ name: 'bbs', values: [0, 50] });
  });

  it('mark designs that do not fit', () => {
    expect(specOf<StackedBarsSpec>('stalls').bars.map(({ name }) => name)).toEqual([
      'bbs',
      'csr 98 x 16, fits (does not fit)',
    ]);
    expect(specOf<HeatMapSpec>('conflicts-csr-98-x-16-fits').title).toContain('(does not fit)');
  });

  it('show PEs as rows and banks as columns of a conflict map', () => {
    expect(specOf('conflicts-csr-98-x-16-fits')).toMatchObject({
      rows: { title: 'PE', count: 2 },
      columns: { title: 'bank', count: 2 },
      values: [1, 2, 3, 4],
    });
  });

  it('say which series stream their weights, and up to where', () => {
    const lines = specOf<LinesSpec>('latency-by-sparsity');
    expect(lines.series.map(({ name }) => name)).toEqual([
      'bbs',
      'csr 98 x 16, fits (does not fit) (streams weights up to 70 %)',
      'csr (streamed)',
    ]);
    expect(lines.series[0].points).toEqual([
      { x: 50, y: 1 },
      { x: 70, y: 0.9 },
      { x: 87.5, y: 0.8 },
    ]);
    expect(lines.marks).toEqual([{ x: 75, label: 'requested' }]);
  });

  it('set latency against the share of the fullest resource, in the order of the other charts', () => {
    const spec = specOf<TradeOffSpec>('latency-by-area');
    expect(spec.points).toEqual([
      { x: 50, y: 0.5, label: 'bbs (ALM)', place: 0, isFeasible: true },
      { x: 150, y: 0.5, label: 'csr 98 x 16, fits (ALM)', place: 1, isFeasible: false },
    ]);
    expect(spec.limit.x).toBe(100);
    expect(spec.products).toEqual({ one: 25, name: 'latency x area, relative to bbs' });
    expect(spec.subtitle).toContain('Area: the share of the device');
    expect(spec.subtitle).not.toContain('meet timing');
  });

  it('name the devices where there are several, and leave out and name what has no area on its own', () => {
    const on = (device: string, dsp: number) => ({
      ...resourcesThatFit,
      device,
      dsp: { unit: 'DSP block', used: 10, available: dsp },
    });
    const [area] = compareCharts(
      compareResult([
        runResult({ config: ofKind('bbs'), accelerator: 'bbs', resources: on('without-dsp', 0) }),
        runResult({ config: ofKind('csr'), accelerator: 'csr', resources: on('large', 40) }),
        runResult({
          config: ofKind('dense'),
          accelerator: 'dense',
          resources: on('small', 10),
          clockMhz: 300,
        }),
      ]),
    );
    const { points, subtitle } = area.spec as TradeOffSpec;
    // Each in the colour of its kind, whatever else is in the chart.
    expect(points.map(({ label, place }) => [label, place])).toEqual([
      ['csr (ALM, large)', 1],
      ['dense (DSP block, small)', 5],
    ]);
    expect(subtitle).toContain('small, without-dsp and large and small, 200 and 300 MHz');
    expect(subtitle).toContain('Without an area on their devices: bbs.');
    expect(subtitle).not.toContain('meet timing');
  });

  it('say below latency and area which designs do not meet timing at the common clock', () => {
    const slow = { fmaxMhz: 83.2, lowMhz: 70, highMhz: 95, limitedBy: 'crossbar', meetsTiming: false };
    const [area] = compareCharts(
      compareResult([runResult({ accelerator: 'bbs' }), runResult({ accelerator: 'csr', clock: slow })]),
    );
    expect((area.spec as TradeOffSpec).subtitle).toContain(
      'At 200 MHz csr (Fmax 83.2 MHz) does not meet timing',
    );
  });

  it('leave latency out when nothing was swept', () => {
    const files = compareCharts(compareResult([runResult()])).map(({ file }) => file);
    expect(files).toEqual([
      'latency-by-area',
      'area',
      'stalls',
      'energy',
      'energy-by-component',
      'conflicts-csr',
    ]);
  });
});
