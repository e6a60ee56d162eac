import { loadModel } from '../../src/run/load-model.ts';
import { placeModel } from '../../src/run/placed-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { PrepareCache } from '../../src/run/prepare-cache.ts';
import { preparationFor } from '../../src/run/prepared-model.ts';

/** The highest clock of a design with so many lanes in each of 64 PEs, and the stage that limits it. */
export interface FmaxRow {
  readonly design: string;
  readonly lanes: number;
  readonly fmaxMhz: number;
  readonly lowMhz: number;
  readonly highMhz: number;
  readonly limitedBy: string;
}

const arbiters = (['chain', 'tree'] as const).flatMap((style) =>
  (['fixed', 'rotating'] as const).map((priority) => ({
    design: `csr, ${style}, ${priority}`,
    preset: 'csr',
    sets: [`arbiterStyle=${style}`, `arbiter=${priority}`],
  })),
);
const designs = [
  { design: 'bbs', preset: 'bbs', sets: [] },
  ...arbiters,
  ...['csr-window', 'csr-shared', 'csr-shuffle', 'banked-decoupled', 'replicated', 'dense'].map((preset) => ({
    design: preset,
    preset,
    sets: [],
  })),
];

/** PEs of every design of the table. */
export const FMAX_PES = 64;
const sizes = [2, 4, 8, 16, 32, 64];

/** Every kind at 2 to 64 lanes in 64 PEs of an Arria 10, the TIMIT network, as the clock model has it. */
export function fmaxTable(): FmaxRow[] {
  const { model, sparsity } = loadModel({
    workload: 'timit',
    sets: [],
    weights: null,
    prefix: null,
    seed: '1',
  });
  const cache = new PrepareCache(model);
  return designs.flatMap(({ design, preset, sets }) =>
    sizes.map((lanes) => {
      const own = [`pes=${FMAX_PES}`, `banks=${lanes}`, 'clockMhz=auto', ...sets];
      const platform = loadPlatform(preset, own);
      const prepared = cache.get(preparationFor(platform.config, true, () => ({ sparsity })));
      const { fit } = placeModel(platform.config, prepared.layers, platform);
      const { fmaxMhz, lowMhz, highMhz, limitedBy } = fit.clock;
      return { design, lanes, fmaxMhz, lowMhz, highMhz, limitedBy };
    }),
  );
}
