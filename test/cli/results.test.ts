import { beforeAll, describe, expect, it } from 'vitest';
import { CompareResultSchema, RunResultSchema } from '../../src/run/result.ts';
import { folder, session, smallProduct } from './session.ts';

const here = folder();
const small = ['--set', 'pes=4', '--set', 'banks=8', '--format', 'json'];

/** Command lines of which programs read the JSON. */
const lines = {
  run: ['run', 'tiny', '--steps', '2', ...small],
  compare: ['compare', 'tiny', '--accelerators', 'bbs,csr', ...small],
  'study banks': ['study', 'banks', 'tiny', '--banks', '2,4', '--format', 'json'],
  'study baselines': ['study', 'baselines', 'tiny', ...small],
  'study patterns': ['study', 'patterns', 'tiny', ...small],
  spmv: ['spmv', ...smallProduct(here, [4, 0, 0, 5]), '--format', 'json'],
  diff: ['diff', 'run tiny --set pes=4', 'run tiny --set pes=8', '--format', 'json'],
  inspect: ['inspect', 'test/fixtures/numpy/lstm-pruned.npz', '--format', 'json'],
  list: ['list', '--format', 'json'],
} as const;
type Line = keyof typeof lines;

/** The paths that programs were promised, `[]` for the first of a list. */
const promised: Readonly<Record<Line, readonly string[]>> = {
  run: [
    ...['cycles.total', 'cycles.load', 'cycles.spmv', 'cycles.ewop', 'cycles.projection'],
    ...['issue', 'conflict', 'imbalance', 'fill', 'control', 'weightFetch', 'load', 'ewop', 'writeBack'].map(
      (name) => `stalls.${name}`,
    ),
    ...['stalls.dependency', 'steps[].step', 'steps[].latencyUs', 'steps[].cycles.total'],
    ...['steps[].stalls.issue', 'layers[].layer', 'layers[].cycles.total', 'layers[].stalls.issue'],
    ...['tensor', 'rows', 'cols', 'weights', 'kept', 'padding', 'achievedSparsity', 'storage.totalBits'].map(
      (name) => `layers[].matrices[].${name}`,
    ),
    ...['residency', 'requestedSparsity', 'achievedSparsity', 'total', 'kept', 'padding', 'paddingShare'].map(
      (name) => `weights.${name}`,
    ),
    ...['weights.storage.valueBits', 'weights.storage.indexBits', 'weights.storage.pointerBits'],
    ...[
      'busyCycles',
      'imbalanceCycles',
      'waitingCycles',
      'utilisation',
      'occupancy',
      'loadImbalance',
      'conflictCycles',
    ].map((name) => `pes.${name}`),
    ...['accuracy.maxAbsErrorH', 'accuracy.maxAbsErrorC', 'accuracy.comparedValues', 'accuracy.saturations'],
    ...['energy.totalUj', 'energy.technology', 'energy.staticPowerW', 'energy.components[].energyUj'],
    ...['dsp', 'ramBlocks', 'logic', 'flipFlops'].flatMap((name) => [
      `resources.${name}.used`,
      `resources.${name}.available`,
    ]),
    ...['resources.fits', 'resources.device', 'resources.overflows', 'latencyUs', 'gops.actual'],
  ],
  compare: ['rows[].label', 'rows[].speedUp', 'rows[].run.cycles.total', 'rows[].run.stalls.conflict'],
  diff: [
    ...['field', 'a', 'b'].map((name) => `inputs[].${name}`),
    ...['cause', 'a', 'b'].map((name) => `cycles[].${name}`),
    ...['component', 'a', 'b'].map((name) => `energy[].${name}`),
    ...['block', 'resource', 'a', 'b'].map((name) => `resources[].${name}`),
  ],
  'study banks': ['points[].banks', 'points[].bbs.latencyUs', 'points[].csr.cycles', 'denseBits'],
  'study baselines': [
    ...['schedule', 'preset', 'cycles', 'overBbs', 'latencyUs', 'fits', 'equal'].map(
      (name) => `rows[].${name}`,
    ),
  ],
  'study patterns': [
    ...['pattern', 'equal', 'accelerator', 'sparsity', 'kept', 'storageBits', 'indexBits', 'cycles'].map(
      (name) => `rows[].${name}`,
    ),
    ...['conflictCycles', 'energyUj', 'logic', 'keptMagnitudeShare', 'overlapWithUnstructured', 'fits'].map(
      (name) => `rows[].${name}`,
    ),
    'rows[].arrays[].accelerator',
    ...['regimes[].sentence', 'dense.cycles', 'aim.kept', 'front[]', 'frontAxis', 'residency', 'remarks'],
  ],
  spmv: [
    ...['cycles', 'issueCycles', 'conflictCycles', 'busyCycles', 'bankReads', 'rowFinishedAtCycle', 'result'],
  ],
  inspect: [
    ...['format', 'remarks', 'models[].name', 'models[].kind', 'models[].layers', 'models[].inputs'],
    ...['hidden', 'projection', 'directions', 'peepholes'].map((name) => `models[].${name}`),
    ...['name', 'shape', 'sparsity', 'min', 'max', 'nonZerosPerRow.min', 'nonZerosPerRow.mean'].map(
      (name) => `models[].tensors[].${name}`,
    ),
    ...['pattern', 'sparsity', 'keptMagnitudeShare', 'overlapWithUnstructured', 'storageBits'].map(
      (name) => `models[].patterns[].${name}`,
    ),
    'models[].tensors[].nonZerosPerRow.max',
  ],
  list: ['[].kind', '[].name', '[].description'],
};

/** What is at a path; undefined where there is nothing. */
function at(data: unknown, path: string): unknown {
  const steps = path.match(/\[\]|[^.[\]]+/g) ?? [];
  return steps.reduce<unknown>((found, step) => {
    if (step === '[]') return Array.isArray(found) ? found[0] : undefined;
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[step] : undefined;
  }, data);
}

describe('the JSON of a command', () => {
  const found = new Map<Line, Record<string, unknown>>();

  beforeAll(async () => {
    for (const line of Object.keys(lines) as Line[]) {
      const { code, out, err } = await session(...lines[line]);
      if (code !== 0) throw new Error(err);
      found.set(line, JSON.parse(out));
    }
  });

  it.each(Object.keys(lines) as Line[])('of %s has what was promised where it was promised', (line) => {
    const missing = promised[line].filter((path) => at(found.get(line), path) === undefined);
    expect(missing).toEqual([]);
  });

  it.each(['run', 'compare', 'study banks', 'study baselines', 'study patterns', 'inspect'] as const)(
    'of %s begins with its header',
    (line) => {
      const entries = Object.entries(found.get(line) ?? {}).slice(0, 3);
      expect(entries).toEqual([
        ['schemaVersion', 2],
        ['version', expect.stringMatching(/^\d+\.\d+\.\d+/)],
        ['command', line],
      ]);
    },
  );

  it('is what the schema of a result says, and the rows of a comparison are results too', () => {
    expect(RunResultSchema.parse(found.get('run'))).toEqual(found.get('run'));
    expect(CompareResultSchema.parse(found.get('compare'))).toEqual(found.get('compare'));
    expect(at(found.get('compare'), 'rows[].run.command')).toBe('compare');
  });

  it('counts the energy of the actions once: they and what follows no action are the total', () => {
    const actions = at(found.get('run'), 'actions') as { energyUj: number }[];
    const components = at(found.get('run'), 'energy.components') as {
      component: string;
      energyUj: number;
    }[];
    const dynamic = actions.reduce((sum, { energyUj }) => sum + energyUj, 0);
    const without = ['other logic', 'clock tree', 'off-chip interface', 'board', 'static'];
    const rest = components
      .filter(({ component }) => without.includes(component))
      .reduce((sum, { energyUj }) => sum + energyUj, 0);
    expect(dynamic + rest).toBeCloseTo(at(found.get('run'), 'energy.totalUj') as number, 9);
  });

  it('has the metrics that a query has as columns, with the values of the fields that they name', () => {
    expect(at(found.get('run'), 'metrics.latency_us')).toBe(at(found.get('run'), 'latencyUs'));
    expect(at(found.get('run'), 'metrics.stall_write_back_cycles')).toBe(
      at(found.get('run'), 'stalls.writeBack'),
    );
  });
});
