import type { ChartText, HeatMapSpec } from './spec.ts';

/** The map of the cycles of one step in which requests waited, per PE and bank. */
export function conflictMapOf(text: ChartText, waits: readonly (readonly number[])[]): HeatMapSpec {
  return {
    ...text,
    kind: 'heat-map',
    value: { title: 'cycles in which requests waited', unit: 'cycles per step' },
    rows: { title: 'PE', count: waits.length },
    columns: { title: 'bank', count: waits[0].length },
    values: waits.flat(),
  };
}
