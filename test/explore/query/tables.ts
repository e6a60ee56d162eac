import { resultsSince } from '../../../src/config/version.ts';
import { columnsOf, type Results, type Row } from '../../../src/explore/query/results.ts';
import type { Value } from '../../../src/explore/store/record.ts';

/**
 * Results of a sweep over `axes`: rows in the order of their numbers, simulated unless told
 * otherwise, null where nothing is given.
 */
export function resultsOf(
  axes: readonly string[],
  given: readonly Readonly<Record<string, Value>>[],
): Results {
  const columns = columnsOf(axes);
  const blank = Object.fromEntries(columns.map(({ name }) => [name, null]));
  const common = { accelerator: 'bbs', workload: 'timit', seed: '1', status: 'ok' };
  const rows: Row[] = given.map((cells, index) => ({ ...blank, ...common, index, ...cells }));
  return {
    manifest: {
      format: 'bbsim-sweep-store',
      storeVersion: 1,
      version: '0.0.0',
      resultsSince,
      sweep: '0123456789ab',
      name: 'small',
      kind: 'sweep',
      spec: {},
      points: rows.length,
      axes: [...axes],
    },
    columns,
    rows,
    damage: { torn: 0, damaged: [], damagedLines: 0 },
  };
}

/** Eight designs on two axes, worked by hand: latency is 10 a + b, but for the last, which does not fit. */
export const small: Results = resultsOf(
  ['pes', 'ewop.lanes'],
  [
    { pes: 1, 'ewop.lanes': 4, latency_us: 11, dsp: 8, utilisation: 0.9, cycles_total: 1100 },
    { pes: 1, 'ewop.lanes': 8, latency_us: 12, dsp: 16, utilisation: 0.8, cycles_total: 1200 },
    { pes: 2, 'ewop.lanes': 4, latency_us: 21, dsp: 4, utilisation: 0.9, cycles_total: 2100 },
    { pes: 2, 'ewop.lanes': 8, latency_us: 22, dsp: 4, utilisation: 0.95, cycles_total: 2200 },
    { pes: 4, 'ewop.lanes': 4, status: 'infeasible', reason: 'too large, "far"', dsp: 9999 },
  ],
);
