import { type MetricValue, metricsOfMisfit, storedMetrics } from './metrics.ts';

const some = { used: 1, available: 1 };
const ofResources = metricsOfMisfit({
  resources: { dsp: some, ramBlocks: some, logic: some, flipFlops: some },
  clock: { fmaxMhz: 1 },
});

/** Metrics that are known of a design before it is simulated. */
const known = new Set([
  ...Object.keys(ofResources).filter((name) => ofResources[name] !== null),
  'storage_bits',
  'clock_mhz',
]);

/**
 * Of the metrics of a simulated design those that were known before it was simulated; no other has a value.
 */
export function metricsBeforeSimulation(
  found: Readonly<Record<string, MetricValue | boolean>>,
): Record<string, MetricValue> {
  const kept = (name: string) => (known.has(name) ? ((found[name] ?? null) as MetricValue) : null);
  return Object.fromEntries(storedMetrics.map(({ name }) => [name, kept(name)]));
}
