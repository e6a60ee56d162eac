import { columnsOf, type Results, type Row } from '../../src/explore/query/results.ts';
import type { SweepData } from '../../src/report/page/page-data.ts';
import { sweepPart } from '../../src/report/page/sweep-part.ts';

const axes = ['pes', 'banks', 'workload.sparsity'];

/** What a made-up sweep is called, and its accelerators. */
export interface SweptNames {
  readonly name: string;
  readonly accelerators: readonly [string, string];
}

const usualNames: SweptNames = { name: 'made up', accelerators: ['bbs', 'csr'] };

/** The results of a sweep of so many points that nobody simulated; every tenth does not fit. */
export function sweptResults(count: number, { name, accelerators } = usualNames): Results {
  const columns = columnsOf(axes);
  const blank = Object.fromEntries(columns.map((column) => [column.name, null]));
  const rows = Array.from({ length: count }, (_, index): Row => {
    const pes = 2 + 2 * (index % 50);
    const banks = 8 << (Math.floor(index / 50) % 4);
    const sparsity = (72 + (Math.floor(index / 200) % 25)) / 100;
    const fits = index % 10 !== 9;
    const place = Math.floor((2 * index) / count);
    const cycles = Math.round((2e5 * (1 - sparsity) * (1 + place)) / pes + 3000 / banks + (index % 7));
    return {
      ...blank,
      index,
      accelerator: accelerators[place],
      workload: 'timit',
      seed: '1',
      pes,
      banks,
      'workload.sparsity': sparsity,
      key: index.toString(16).padStart(32, '0'),
      status: fits ? 'ok' : 'infeasible',
      reason: fits ? null : `${accelerators[place]}: needs ${pes} DSP blocks`,
      ...(fits ? figures(cycles, pes, banks) : {}),
    };
  });
  const manifest = {
    format: 'bbsim-sweep-store' as const,
    storeVersion: 1 as const,
    version: '0.2.0',
    sweep: '0123456789ab',
    name,
    kind: 'sweep' as const,
    spec: { accelerators: [...accelerators] },
    points: count,
    axes,
  };
  return { manifest, columns, rows, damage: { torn: 0, damagedLines: 0 } as Results['damage'] };
}

function figures(cycles: number, pes: number, banks: number): Row {
  return {
    cycles_total: cycles,
    latency_us: cycles / 200,
    energy_uj: cycles / 90 + pes * 0.31 + banks / 7,
    power_w: 3 + pes / 17,
    utilisation: 1 / (1 + pes / 300 + banks / 900),
    dsp: 4 * pes,
    logic_percent: (pes * 7 + banks) / 13,
  };
}

/** The part of a page with these results, each point with a command. */
export function sweptData(results: Results): SweepData {
  const { rows, manifest } = results;
  const facts = { configHash: manifest.sweep, toolVersion: '0.2.0', inputDate: '2025-11-03' };
  return sweepPart(results, facts, {
    templates: ['bbsim run timit --no-values'],
    places: rows.map(() => 0),
    rests: rows.map((row) => `--set pes=${row.pes} --set banks=${row.banks}`),
    where: null,
    bases: Object.fromEntries(
      rows.slice(0, 1).map((row) => [String(row.accelerator), '{\n  "kind": "bbs"\n}']),
    ),
  });
}
