import { kindOf } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { CompareResult, RunResult } from '../../run/result.ts';
import { familyOf } from './families.ts';

type Row = Pick<CompareResult['rows'][number], 'label' | 'run'>;
type Savings = NonNullable<CompareResult['savings']>;

/**
 * What the first bank-balanced design saves against the fastest baseline that fits, in percent of the
 * baseline; below 0 where it takes more. At one clock the fastest may be one that does not reach it: where
 * another is the fastest at its own Fmax, its time there too. Without a baseline where none fits; null
 * without a bank-balanced design, or a baseline.
 */
export function savingsOf(rows: readonly Row[]): Savings | null {
  const design = rows.find(({ run }) => kindOf(configOf(run).kind).needsBalance);
  if (!design) return null;
  const baselines = rows.filter(({ run }) => familyOf(configOf(run)) !== null);
  if (baselines.length === 0) return null;
  const fitting = baselines.filter(({ run }) => run.resources.fits);
  if (fitting.length === 0) return { design: design.label, baseline: null };
  const fastest = (latency: 'latencyUs' | 'latencyAtFmaxUs') =>
    fitting.reduce((a, b) => (b.run[latency] < a.run[latency] ? b : a));
  const [best, own] = [fastest('latencyUs'), fastest('latencyAtFmaxUs')];
  const names = { design: design.label, baseline: best.label };
  const saved = savedIn(design.run, best.run);
  if (own === best) return { ...names, ...saved };
  const latencyPercent = savedPercent(design.run.latencyAtFmaxUs, own.run.latencyAtFmaxUs);
  return { ...names, ...saved, fastestAtFmax: { baseline: own.label, latencyPercent } };
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
