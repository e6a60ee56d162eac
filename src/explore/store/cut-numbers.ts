import type { PointRecord } from './record.ts';

/** Metrics that count numbers which did not fit their bits. */
const cutMetrics = ['saturated_weights', 'saturated_inputs', 'saturated_values', 'wrapped_accumulators'];

/** The condition that finds such points. */
export const whereCut = cutMetrics.map((name) => `${name} > 0`).join(' or ');

/** Whether numbers of a point are known not to fit their bits. */
export function hasCuts({ metrics }: Pick<PointRecord, 'metrics'>): boolean {
  return cutMetrics.some((name) => Number(metrics[name] ?? 0) > 0);
}
