import { describe, expect, it } from 'vitest';
import { columnsOf, type ResultColumn, type Row } from '../../../src/explore/query/results.ts';
import type { ChartedResults } from '../../../src/report/sweep/charted-results.ts';
import { heatChart, linesChart } from '../../../src/report/sweep/charts.ts';
import { configurationOf, drawn } from '../charts/drawn-texts.ts';

const columns = columnsOf(['pes', 'banks', 'ports']);
const blank = Object.fromEntries(columns.map(({ name }) => [name, null]));
const columnOf = (name: string) => columns.find((one) => one.name === name) as ResultColumn;
const named = (...names: readonly string[]) => names.map(columnOf);

/** A point of the sweep, infeasible without a latency. */
const point = (
  accelerator: string,
  pes: number,
  banks: number,
  ports: number,
  latency: number | null,
): Row => ({
  ...blank,
  ...{ accelerator, workload: 'tiny', seed: '1', pes, banks, ports, residency: 'resident' },
  status: latency === null ? 'infeasible' : 'ok',
  latency_us: latency,
});

/**
 * A second port makes every design faster, and the largest too large: over PEs, the best design with two
 * ports at 32 banks is slower than that with one.
 */
const csr = [16, 32].flatMap((pes) =>
  [16, 32].flatMap((banks) =>
    [1, 2].map((ports) => {
      const isTooLarge = pes === 32 && banks === 32 && ports === 2;
      return point(
        'csr',
        pes,
        banks,
        ports,
        isTooLarge ? null : 8192 / pes / banks / (1 + 0.5 * (ports - 1)),
      );
    }),
  ),
);
const of = (rows: readonly Row[]): ChartedResults => ({
  manifest: { name: 'small', sweep: '0123456789ab', version: '1.2.3', spec: {} },
  columns,
  rows: rows.map((row, index) => ({ ...row, index })),
  where: null,
});
const lines = (rows: readonly Row[], shown: 'held' | 'best', family = ['ports']) =>
  linesChart(of(rows), {
    x: columnOf('banks'),
    value: columnOf('latency_us'),
    family: named(...family),
    of: shown,
  });
const heat = (rows: readonly Row[], shown: 'held' | 'best') =>
  heatChart(of(rows), {
    rows: named('ports'),
    columns: named('banks'),
    value: columnOf('latency_us'),
    of: shown,
  });
const ysOf = ({ series }: ReturnType<typeof lines>) => series.map(({ points }) => points.map(({ y }) => y));

describe('a chart that does not show all axes', () => {
  it('holds the others where most places have a value, and says at what', () => {
    const { subtitle, partialName, ...spec } = lines(csr, 'held');
    expect(subtitle).toBe('Sweep small: tiny on csr; held fixed: 16 PEs');
    expect(partialName).toBeUndefined();
    const [one, two] = ysOf({ subtitle, ...spec });
    expect(one).toEqual([32, 16]);
    for (const [at, y] of two.entries()) expect(y).toBeLessThan(Number(one[at]));
    const map = heat(csr, 'held');
    expect(map.subtitle).toBe(subtitle);
    expect(map.values).toEqual([...one, ...two]);
    expect(map.partial).toBeUndefined();
  });

  it('never mixes accelerators: of those with as many values it holds the one with the best', () => {
    const bbs = csr.map((row) => ({
      ...row,
      accelerator: 'bbs',
      latency_us: row.latency_us === null ? null : Number(row.latency_us) / 4,
    }));
    expect(heat([...csr, ...bbs], 'held').subtitle).toBe(
      'Sweep small: tiny on bbs; held fixed: 16 PEs and bbs',
    );
    expect(lines([...csr, ...bbs], 'held', ['accelerator', 'ports']).subtitle).toContain(
      'on csr and bbs; held fixed: 16 PEs',
    );
    const seeds = csr.map((row) => ({ ...row, seed: '2' }));
    expect(heat([...csr, ...seeds], 'held').subtitle).toContain('held fixed: 16 PEs and seed 1');
  });

  it('holds nothing where nothing else differs', () => {
    const { subtitle } = lines(
      csr.filter(({ pes }) => pes === 32),
      'held',
    );
    expect(subtitle).toBe('Sweep small: tiny on csr');
  });

  it('shows the best of a sample, whose points have nothing in common, and says so', () => {
    const sample = [1, 2, 3, 4, 5, 6].flatMap((pes) => [
      point('csr', pes, 16 * pes, 1, 10 + pes),
      point('csr', pes + 10, 16 * pes, 1, 20),
    ]);
    const { subtitle } = lines(sample, 'held');
    expect(subtitle).toContain('nothing held: no choice of PEs has a value in half of the places');
    expect(subtitle).toContain('best of 2 points per marker, over PEs; no two places of the same designs');
  });
});

describe('the best of designs that do not all fit everywhere', () => {
  it('is marked where some are missing, since two ports can seem slower than one there', async () => {
    const spec = lines(csr, 'best');
    const [one, two] = spec.series;
    expect(two.points[1].y).toBeGreaterThan(Number(one.points[1].y));
    expect(spec.series.map(({ points }) => points.map(({ isPartial = false }) => isPartial))).toEqual([
      [false, false],
      [false, true],
    ]);
    const { texts } = await drawn(spec);
    expect(texts.map(({ text }) => text)).toContain(
      'of fewer designs: others do not fit there, or have no value',
    );
    const map = heat(csr, 'best');
    expect(map.partial?.cells).toEqual([false, false, false, true]);
    expect((await drawn(map)).texts.map(({ text }) => text)).toContain(map.partial?.name);
  });

  it('is not marked where all places have the same designs', () => {
    const whole = csr.filter(({ banks }) => banks === 16);
    expect(
      lines([...whole, ...csr.filter(({ banks, ports }) => banks === 32 && ports === 1)], 'best').partialName,
    ).toBeUndefined();
  });
});

describe('lines that coincide', () => {
  const alike = [1, 2].flatMap((ports) =>
    [16, 32].map((banks) => point('bbs', 16, banks, ports, 512 / banks)),
  );
  const other = [16, 32].map((banks) => point('bbs', 16, banks, 4, 900 / banks));

  it("are named in the subtitle, and are drawn in each other's gaps with the lower marker the larger", async () => {
    const { configuration, spec } = await pictured([...alike, ...other]);
    expect(spec.subtitle).toContain('dashed in turn where lines coincide: 1 port and 2 ports');
    const [first, second, third] = configuration.data.datasets as unknown as Dashed[];
    expect(first.borderDash).toEqual(second.borderDash);
    expect(first.borderDash[0]).toBe(first.borderDash[1]);
    expect(Math.abs(first.borderDashOffset - second.borderDashOffset)).toBe(first.borderDash[0]);
    expect(third.borderDash).toEqual([]);
  });

  it('are not taken for such where they only meet', async () => {
    const crossing = [point('bbs', 16, 16, 4, 32), point('bbs', 16, 32, 4, 40)];
    const { spec } = await pictured([...alike.slice(0, 2), ...crossing]);
    expect(spec.subtitle).not.toContain('coincide');
  });
});

interface Dashed {
  readonly borderDash: readonly number[];
  readonly borderDashOffset: number;
}

async function pictured(rows: readonly Row[]) {
  const spec = lines(rows, 'held');
  return { spec, configuration: await configurationOf(spec) };
}
