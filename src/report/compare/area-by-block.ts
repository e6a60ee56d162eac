import type { CompareResult } from '../../run/result.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';

/**
 * What the blocks of every design take of the logic of its device: of all resources the one that every block
 * but memories takes, and that tells designs apart. Null where no row has any.
 */
export function blockChartOf({ rows }: CompareResult, text: ChartText): NamedChart | null {
  const blocks = [...new Set(rows.flatMap(({ run }) => run.resources.blocks.map(({ block }) => block)))];
  const units = new Set<string>();
  const bars = rows.flatMap(({ label, run: { resources } }) => {
    const { logic } = resources;
    if (logic === undefined || logic.available === 0) return [];
    units.add(logic.unit);
    const taken = new Map(resources.blocks.map(({ block, logic: cells }) => [block, cells]));
    return [
      {
        name: resources.fits ? label : `${label} (does not fit)`,
        values: blocks.map((block) => (100 * (taken.get(block) ?? 0)) / logic.available),
      },
    ];
  });
  if (bars.length === 0) return null;
  return {
    file: 'area',
    spec: {
      ...text,
      kind: 'stacked-bars',
      value: { title: `${[...units].join(' and ')}, of the device`, unit: '%' },
      digits: 1,
      categories: blocks,
      bars,
    },
  };
}
