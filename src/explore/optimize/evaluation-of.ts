import { BadInput } from '../../errors/bad-input.ts';
import type { Evaluation } from '../search/evaluation.ts';
import type { PointRecord, Value } from '../store/record.ts';
import type { DesignSearch } from './design-search.ts';

/** Percentages of a device that a design may not exceed. */
const RESOURCES = ['dsp_percent', 'bram_percent', 'logic_percent', 'flip_flops_percent'];

/** Of a design whose percentages do not say why it does not fit. */
const LEAST_OVERFLOW = 1e-6;

/**
 * What a search makes of a result. Objectives are costs, those to maximise with their sign changed. A design
 * that fits its device and misses the constraint violates by up to 1, one that does not fit by 1 and its
 * largest overflow (as a share of the device): whatever fits is nearer to being feasible. What failed
 * or cannot be built is further away than anything. Throws BadInput for an objective without a number.
 */
export function evaluationOf(
  record: PointRecord,
  { objectives, constraint }: Pick<DesignSearch, 'objectives' | 'constraint'>,
): Evaluation {
  const { status, index, metrics } = record;
  if (status !== 'ok') {
    const isKnown = status === 'infeasible' && RESOURCES.some((name) => typeof metrics[name] === 'number');
    const violation = isKnown ? 1 + overflowOf(metrics) : Number.POSITIVE_INFINITY;
    return { costs: objectives.map(() => Number.POSITIVE_INFINITY), violation };
  }
  const costs = objectives.map(({ name, isMaximised }) => {
    const value = metrics[name];
    if (typeof value === 'number') return isMaximised ? -value : value;
    throw new BadInput(`point ${index} has no number in \`${name}\`: it cannot be an objective`);
  });
  return { costs, violation: constraint?.violation(valuesOf(record)) ?? 0 };
}

function overflowOf(metrics: PointRecord['metrics']): number {
  const overflows = RESOURCES.map((name) => Number(metrics[name] ?? 0) / 100 - 1);
  return Math.max(LEAST_OVERFLOW, ...overflows);
}

function valuesOf({ axes, metrics, accelerator, workload, seed }: PointRecord): (name: string) => Value {
  const identities: Readonly<Record<string, Value>> = { accelerator, workload, seed };
  const from = [axes, metrics, identities];
  return (name) => from.find((values) => Object.hasOwn(values, name))?.[name] ?? null;
}
