import type { ChartText, NamedChart } from '../charts/spec.ts';
import { overPes } from './charts.ts';
import type { ShownSpmv } from './spmv-table.ts';

/** The charts of an SpMV: the cycles of every PE, and the reads of every bank. */
export function spmvCharts(shown: ShownSpmv): NamedChart[] {
  const { issueCycles, conflictCycles, busyCycles, bankReads } = shown.run.result;
  return [
    {
      file: 'pes',
      spec: {
        ...textOf(
          shown,
          'Cycles of each PE',
          'busy: issue and pipeline fill; issue: its bank conflicts included',
        ),
        ...overPes([
          { name: 'busy', cycles: busyCycles },
          { name: 'issue', cycles: issueCycles },
          { name: 'bank conflict', cycles: conflictCycles },
        ]),
      },
    },
    {
      file: 'bank-reads',
      spec: {
        ...textOf(shown, 'Reads of each bank', ''),
        kind: 'heat-map',
        value: { title: 'words read', unit: '' },
        rows: { title: 'PE', count: bankReads.length },
        columns: { title: 'bank', count: bankReads[0].length },
        values: bankReads.flat(),
      },
    },
  ];
}

function textOf(
  { platform: { name }, run, operands, configHash, header }: ShownSpmv,
  title: string,
  remark: string,
): ChartText {
  const { tensor, rows, cols, codes } = operands.matrix;
  const design = `${name}${run.fit.resources.fits ? '' : ' (does not fit)'}`;
  const product = `${tensor} (${rows} x ${cols}, ${codes.length} stored)`;
  return {
    title,
    subtitle: `${product} on ${design}, ${run.array.config.clockMhz} MHz, weights ${run.residency}, ${run.result.cycles} cycles${remark === '' ? '' : `; ${remark}`}`,
    configHash,
    toolVersion: header.version,
  };
}
