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
  const { fabricFactor, countedFactor, boardW } = power.model;
  const percent = (watts: number, published: number) => signed(100 * (watts / published - 1));
  return {
    title: 'Power: one model for all designs, fitted to the published powers',
    columns: [
      { key: 'name', title: 'design' },
      { key: 'of', title: 'published for the' },
      { key: 'mark', title: 'mark' },
      { key: 'watts', title: 'published', unit: 'W', digits: 1 },
      { key: 'leakage', title: 'leakage', unit: 'W', digits: 1 },
      { key: 'board', title: 'board', unit: 'W', digits: 1 },
      { key: 'fabric', title: 'clock and logic', unit: 'W', digits: 1 },
      { key: 'counted', title: 'counted', unit: 'W', digits: 1 },
      { key: 'fitted', title: 'fitted', unit: 'W', digits: 1 },
      { key: 'error', title: 'error', unit: '%', align: 'right' },
      { key: 'leftOut', title: 'fitted without it', unit: 'W', digits: 1 },
      { key: 'leftOutError', title: 'error', unit: '%', align: 'right' },
      { key: 'low', title: 'from', unit: 'W', digits: 1 },
      { key: 'high', title: 'to', unit: 'W', digits: 1 },
    ],
    rows: power.points.map(({ name, of, mark, watts, fittedW, leftOutW, ...point }) => ({
      name,
      of,
      mark,
      watts,
      leakage: point.leakageW,
      board: point.boardW,
      fabric: point.fabricW,
      counted: point.countedW,
      fitted: fittedW,
      error: percent(fittedW, watts),
      leftOut: leftOutW,
      leftOutError: percent(leftOutW, watts),
      low: point.lowW,
      high: point.highW,
    })),
    notes: [
      `Power = leakage of the device + b for a board + f (clock tree + logic x toggle) + s x sum of count x energy: b = ${boardW.toFixed(1)} W, f = ${fabricFactor.toFixed(2)}, s = ${countedFactor.toFixed(2)}, all fitted, none below 0, by non-negative least squares of relative errors, since powers differ by a factor of six. Leakage is that of configs/devices, energies are those of configs/technology for the node of the device, with toggle rates as assumed there; logic and flip-flops are those that the papers print or what configs/designs assumes. Counted: products, bits of memories on the chip, off-chip bits.`,
      'Six powers of five designs, some of chips and some of boards, decide three factors, so the fit proves little: "fitted without it" leaves a design out with all its variants, and says how far the model can be trusted. A factor far from 1 says that the tables, or the logic that is assumed, do not fit the published powers. In place of the 1 W that the tables assume for a board, b has the memories and converters of the boards as they were measured.',
      'From, to: the least and the most that the models say which are as good: fitted to all, fitted without the design, with all operands at the lowest and highest toggle rate of configs/technology (by this fit and by one of its own), and with BBS, of which it is not stated, as a board. Efficiencies in GOPS/W are intervals over the same models.',
    ],
  };
}
