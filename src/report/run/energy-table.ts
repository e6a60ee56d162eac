import type { RunResult } from '../../run/result.ts';
import { withInterval } from '../tables/number-text.ts';
import type { Table } from '../tables/table.ts';

/** Where the joules of a step go: by component, then dynamic, static and off-chip, with what all may be. */
export function energyTable({ energy }: RunResult): Table {
  const { totalUj, lowUj, highUj, technology, staticPowerW } = energy;
  const share = (energyUj: number) => (totalUj === 0 ? 0 : (100 * energyUj) / totalUj);
  const sum = (component: string, energyUj: number) => ({
    ...{ component, count: null, unit: null, energyUj },
    share: share(energyUj),
  });
  return {
    title: `Energy of one step: ${withInterval(totalUj, lowUj, highUj)} uJ, ${technology}, static power ${Number(staticPowerW.toPrecision(4))} W`,
    columns: [
      { key: 'component', title: 'component' },
      { key: 'count', title: 'count', digits: 0 },
      { key: 'unit', title: 'of' },
      { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 3 },
      { key: 'share', title: 'share', unit: '%', digits: 1 },
    ],
    rows: [
      ...energy.components.map(({ component, count, unit, energyUj }) => ({
        component,
        count: unit === 'us' ? null : count,
        unit: unit === 'us' ? null : unit,
        energyUj,
        share: share(energyUj),
      })),
      sum('= dynamic, on the chip', energy.dynamicUj),
      sum('= static', energy.staticUj),
      sum('= off-chip', energy.offChipUj),
      sum('total', totalUj),
    ],
    notes: [
      `Bits that change from one operand to the next: ${toggleText('weights', energy.toggles.weights)}, ${toggleText('words of the vector', energy.toggles.words)}.`,
    ],
  };
}

/** `weights 48.2 % (measured)`, `words of the vector 30 % (15 to 50, assumption)`. */
function toggleText(what: string, toggle: RunResult['energy']['toggles']['weights']): string {
  const percent = (rate: number) => Number((100 * rate).toFixed(1));
  const { rate, lowRate, highRate, mark } = toggle;
  const interval = lowRate === highRate ? '' : `${percent(lowRate)} to ${percent(highRate)}, `;
  return `${what} ${percent(rate)} % (${interval}${mark})`;
}
