import type { BaselineStudyResult } from '../../study/baselines/baseline-result.ts';
import type { NamedChart } from '../charts/spec.ts';
import { stepWords } from '../step-words.ts';
import { clockWords } from '../tables/clock-words.ts';

/** The chart of a study of baselines: cycles of every preset at both equalities. */
export function baselineCharts(result: BaselineStudyResult): NamedChart[] {
  const { workload, device, clockMhz, requestedSparsity, configHash, version, rows } = result;
  const sparsity = `${(100 * requestedSparsity).toFixed(1)} % sparsity requested`;
  const requested = rows.filter(({ equal }) => equal === 'requested');
  return [
    {
      file: 'cycles-by-baseline',
      spec: {
        kind: 'compared-bars',
        title: `Cycles of one ${stepWords(result)} by schedule`,
        subtitle: `${workload}, ${device}, ${clockWords(clockMhz)}, ${sparsity}`,
        configHash,
        toolVersion: version,
        value: { title: 'cycles of one step', unit: '' },
        digits: 0,
        barName: 'at equal kept weights',
        tickName: 'at equal requested sparsity',
        bars: rows
          .filter(({ equal }) => equal === 'kept')
          .map(({ preset, cycles, fits }, at) => ({
            name: fits ? preset : `${preset} (does not fit)`,
            value: cycles,
            ticks: [requested[at].cycles],
            isCalibrated: false,
          })),
      },
    },
  ];
}
