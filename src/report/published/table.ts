import type { Reproduction } from '../../published/result.ts';
import type { Table } from '../tables/table.ts';
import { detailTables } from './details.ts';
import { figureTable, signed } from './figure-table.ts';
import { headlineTable } from './headline.ts';

/**
 * The tables of a reproduction: what it proves, figures, powers beside the fit, and what each design shows in
 * detail.
 */
export function reproductionTables(result: Reproduction): Table[] {
  return [
    headlineTable(result),
    ...result.designs.map((design) => figureTable(result, design)),
    powerTable(result),
    ...result.designs.flatMap(detailTables),
  ];
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
