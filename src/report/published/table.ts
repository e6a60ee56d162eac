import type { ReproducedDesign, ReproducedRow, Reproduction } from '../../published/result.ts';
import type { Table } from '../tables/table.ts';
import { detailTables } from './details.ts';

/** The tables of a reproduction: figures, powers beside the fit, and what each design shows in detail. */
export function reproductionTables(result: Reproduction): Table[] {
  return [
    ...result.designs.map((design) => figureTable(result, design)),
    powerTable(result),
    ...result.designs.flatMap(detailTables),
  ];
}

/** All figures in one table, with every digit: for spreadsheets. */
export function rowsTable({ rows }: Reproduction): Table {
  const keys = ['design', 'id', 'figure', 'unit', 'published', 'simulated', 'errorPercent', 'mark'] as const;
  const others = ['calibrated', 'barPercent', 'withinBar', 'note', 'source'] as const;
  return {
    columns: [...keys, ...others].map((key) => ({ key, title: key })),
    rows: rows.map((row) => ({ ...row })),
  };
}

/** The published figures of a design beside the simulated ones. */
export function figureTable({ version, configHash }: Reproduction, design: ReproducedDesign): Table {
  return {
    title: `${design.name}: published and simulated (bbsim ${version}, config ${configHash})`,
    columns: [
      { key: 'figure', title: 'figure' },
      { key: 'unit', title: 'unit' },
      { key: 'published', title: 'published', align: 'right' },
      { key: 'simulated', title: 'simulated', align: 'right' },
      { key: 'error', title: 'error', unit: '%', align: 'right' },
      { key: 'bar', title: 'bar', unit: '%', align: 'right' },
      { key: 'kept', title: 'bar kept' },
      { key: 'mark', title: 'mark of the published figure' },
      { key: 'calibrated', title: 'simulated is' },
    ],
    rows: design.rows.map(cellsOf),
    notes: [
      'Calibrated: a parameter was fitted to this figure or to one that it follows from, it follows from published inputs alone, a shape was searched for it, or it rests on the fitted power model. All others are predictions.',
      ...design.rows.flatMap(({ figure, note }) => (note === null ? [] : [`${figure}: ${note}`])),
    ],
  };
}

function cellsOf(row: ReproducedRow): Readonly<Record<string, string | null>> {
  const { figure, unit, published, simulated, errorPercent, barPercent, withinBar, mark } = row;
  return {
    figure,
    unit,
    published: significant(published),
    simulated: simulated === null ? null : significant(simulated),
    error: errorPercent === null ? null : signed(errorPercent),
    bar: barPercent === null ? null : String(barPercent),
    kept: withinBar === null ? null : withinBar ? 'yes' : 'MISSED',
    mark,
    calibrated: simulated === null ? 'not simulated' : row.calibrated ? 'calibrated' : 'predicted',
  };
}

/** Powers of whole designs beside the one model that is fitted to them. */
export function powerTable({ power }: Reproduction): Table {
  const { baseW, perMultiplierW, activityFactor } = power.model;
  const percent = (watts: number, published: number) => signed(100 * (watts / published - 1));
  return {
    title: 'Power: one model for all designs, fitted to the published powers',
    columns: [
      { key: 'name', title: 'design' },
      { key: 'of', title: 'published for the' },
      { key: 'mark', title: 'mark' },
      { key: 'watts', title: 'published', unit: 'W', digits: 1 },
      { key: 'table', title: 'activity at table energies', unit: 'W', digits: 2 },
      { key: 'static', title: 'a + b n', unit: 'W', digits: 1 },
      { key: 'fitted', title: 'fitted', unit: 'W', digits: 1 },
      { key: 'error', title: 'error', unit: '%', align: 'right' },
      { key: 'leftOut', title: 'fitted without it', unit: 'W', digits: 1 },
      { key: 'leftOutError', title: 'error', unit: '%', align: 'right' },
      { key: 'byBlocks', title: 'with DSP blocks', unit: 'W', digits: 1 },
      { key: 'byBlocksError', title: 'error', unit: '%', align: 'right' },
    ],
    rows: power.points.map(({ name, of, mark, watts, tableW, staticW, fittedW, leftOutW, byBlocksW }) => ({
      name,
      of,
      mark,
      watts,
      table: tableW,
      static: staticW,
      fitted: fittedW,
      error: percent(fittedW, watts),
      leftOut: leftOutW,
      leftOutError: percent(leftOutW, watts),
      byBlocks: byBlocksW,
      byBlocksError: percent(byBlocksW, watts),
    })),
    notes: [
      `Power = a + b n + f x activity, n the 18-bit multipliers in the DSP blocks of the device: a = ${baseW.toFixed(1)} W, b = ${(1000 * perMultiplierW).toFixed(2)} mW, f = ${activityFactor.toFixed(2)}; least squares. Activity: products and memory bits of the matrices at the energies of configs/technology for the node of the device, and off-chip bits; f multiplies all of them.`,
      'Six powers, some of chips and some of boards, decide three parameters: a regression and not a model of static power, which comes out below 0 for the smallest device. "Fitted without it" leaves a design out with all its variants, and says how far the model can be trusted.',
      'An Arria 10 block holds two multipliers, one of Xilinx one. Counting blocks instead of multipliers changes the Arria 10 alone, and fits worse: the last two columns. The efficiency of BBS over ESE rests on this choice.',
    ],
  };
}

/** Four significant digits, none of them after the point for large numbers; thousands apart. */
export function significant(value: number): string {
  const digits = Math.max(0, Math.min(3, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
  const [whole, fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const rest = fraction?.replace(/0+$/, '') ?? '';
  return rest === '' ? grouped : `${grouped}.${rest}`;
}

function signed(percent: number): string {
  const text = percent.toFixed(1);
  return text === '-0.0' || text === '0.0' ? '0.0' : percent > 0 ? `+${text}` : text;
}
