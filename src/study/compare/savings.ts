import { kindOf } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { familyOf } from './families.ts';

type Row = Pick<CompareResult['rows'][number], 'label' | 'run'>;
type Savings = NonNullable<CompareResult['savings']>;

/**
 * What the first bank-balanced design saves against the fastest baseline that fits, in percent of the
 * baseline; below 0 where it takes more. Without a baseline where none fits; null without a bank-balanced
 * design, or a baseline.
 */
export function savingsOf(rows: readonly Row[]): Savings | null {
  const design = rows.find(({ run }) => kindOf(configOf(run).kind).needsBalance);
  if (!design) return null;
  const baselines = rows.filter(({ run }) => familyOf(configOf(run)) !== null);
  if (baselines.length === 0) return null;
  const fitting = baselines.filter(({ run }) => run.resources.fits);
  if (fitting.length === 0) return { design: design.label, baseline: null };
  const best = fitting.reduce((a, b) => (b.run.latencyUs < a.run.latencyUs ? b : a));
  return { design: design.label, baseline: best.label, ...savedIn(design.run, best.run) };
}

// Every run has the configuration that its schema leaves open.
const configOf = ({ config }: RunResult): AcceleratorConfig => config as AcceleratorConfig;

const savedPercent = (design: number, baseline: number): number => 100 * (1 - design / baseline);

function savedIn(design: RunResult, baseline: RunResult): Omit<Savings, 'design' | 'baseline'> {
  return {
    cyclesPercent: savedPercent(design.cycles.total, baseline.cycles.total),
    latencyPercent: savedPercent(design.latencyUs, baseline.latencyUs),
    latencyAtFmaxPercent: savedPercent(design.latencyAtFmaxUs, baseline.latencyAtFmaxUs),
    energyPercent: savedPercent(design.energy.totalUj, baseline.energy.totalUj),
    area: (['dsp', 'ramBlocks', 'logic', 'flipFlops'] as const).flatMap((resource) => {
      const [own, other] = [design.resources[resource], baseline.resources[resource]];
      if (!own || !other || other.used === 0) return [];
      return [{ resource, unit: own.unit, percent: savedPercent(own.used, other.used) }];
    }),
  };
}
