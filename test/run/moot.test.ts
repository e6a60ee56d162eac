import { expect, it } from 'vitest';
import { check } from '../../src/config/problems.ts';
import { AcceleratorSchema, kinds } from '../../src/hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../src/hw/config/config.ts';
import { commonMootRules } from '../../src/hw/config/moot.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import { WorkloadSchema, workloadShape } from '../../src/lstm/workload.ts';
import { knownOf } from '../../src/run/known-of-run.ts';
import { mootIn, mootRemarks } from '../../src/run/moot-remarks.ts';
import { basisOf, pointsOfWitness, runApart } from '../explore/engine/witness-runs.ts';
import { designOf, type Fields, type Network, type Witness, witnessOf } from './field-witnesses.ts';

/** A field, a design on which it has no effect, and one on which it has. */
interface Pair {
  readonly kind: string;
  readonly field: string;
  readonly without: Fields;
  readonly having: Fields;
  /** Whether it has one where a layer is bidirectional alone. */
  /** The network on which it has none, and the one on which it has one. */
  readonly withoutOn?: Network;
  readonly havingOn?: Network;
  /** Null: on no design of the kind. */
  readonly elsewhere?: string;
}

const streamed = { weights: 'streamed', 'dram.gbPerS': 0.5 };
const rows = { 'pattern.kind': 'row-balanced' };
const pairs: readonly Pair[] = [
  ...['dram.gbPerS', 'dram.latencyNs', 'dram.burstBytes'].map((field) => ({
    kind: 'bbs',
    field,
    without: { weights: 'resident' },
    having: streamed,
  })),
  { kind: 'csr', field: 'dram.stream', without: { weights: 'resident' }, having: streamed },
  {
    kind: 'bbs',
    field: 'program.spmvSlices',
    without: { 'ewop.style': 'chained' },
    having: { 'ewop.style': 'instruction', 'ewop.lanes': 4 },
  },
  {
    kind: 'bbs',
    field: 'number.weightScale',
    without: { 'number.weightBits': 16 },
    having: { 'number.weightBits': 8 },
  },
  {
    kind: 'csr',
    field: 'pattern.recurrentDensity',
    without: { ...rows, gateMatrix: 'combined' },
    having: { ...rows, gateMatrix: 'separate' },
  },
  {
    kind: 'csr',
    field: 'workload.sparsity',
    without: { pattern: 'dense' },
    having: { pattern: 'unstructured' },
  },
  { kind: 'bbs', field: 'directions', without: {}, having: {}, havingOn: 'bidirectional' },
  { kind: 'bbs', field: 'gateMatrix', without: {}, having: {}, withoutOn: 'gru' },
  ...['csr', 'csr-window', 'replicated'].map((kind) => ({
    kind,
    field: 'rowsPerCycle',
    without: { packRows: false },
    having: { packRows: true },
  })),
];

const parsed = (layer: object) => workloadShape(WorkloadSchema.parse({ layers: layer })).layers;
const layersOf: Readonly<Record<Network | 'lstm', readonly LayerShape[]>> = {
  lstm: parsed({ inputs: 10, hidden: 13 }),
  bidirectional: parsed({ inputs: 10, hidden: 13, bidirectional: true }),
  gru: parsed({ kind: 'gru', inputs: 10, hidden: 7 }),
};

const witnessFor = ({ kind, field }: Pick<Pair, 'kind' | 'field'>, on: Fields): Witness => {
  const values = witnessOf(kind, field)?.values ?? ([0.5, 0.8] as const);
  return { values, on };
};

function configOf(kind: string, fields: Fields): AcceleratorConfig {
  const result = check(AcceleratorSchema, designOf(kind, fields));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

it.each(pairs)('$kind: $field has no effect with $without, and one with $having', async (pair) => {
  const { kind, field, without, having, elsewhere = kind, withoutOn, havingOn } = pair;
  const run = (of: string, on: Fields, network: Network | undefined) => {
    const witness = witnessFor(pair, on);
    return runApart(
      basisOf(of, field, { ...witness, ...(network && { network }) }),
      pointsOfWitness(witness),
    );
  };
  const [one, other] = await run(kind, without, withoutOn);
  expect(one).toEqual(other);
  expect(one.status).toBe('ok');
  const [first, second] = await run(elsewhere, having, havingOn);
  expect(first).not.toEqual(second);
  const moot = (of: string, on: Fields, network: Network | undefined) =>
    mootIn(configOf(of, on), [field], knownOf(null, layersOf[network ?? 'lstm']));
  expect(moot(kind, without, withoutOn)).toMatchObject([{ fields: [field] }]);
  expect(moot(elsewhere, having, havingOn)).toEqual([]);
});

it('every rule for a field without effect is tried', () => {
  const rules = [...commonMootRules, ...kinds.flatMap(({ moot }) => moot)];
  const tried = new Set(pairs.map(({ field }) => field));
  expect(new Set(rules.flatMap(({ fields }) => fields))).toEqual(tried);
});

it('weights that may be anywhere leave dram.* its effect until it is known where they are', () => {
  const config = configOf('bbs', { weights: 'auto' });
  const given = ['dram.gbPerS', 'dram.latencyNs', 'pes'];
  expect(mootIn(config, given, knownOf(null, layersOf.lstm))).toEqual([]);
  expect(mootIn(config, given, knownOf('streamed', layersOf.lstm))).toEqual([]);
  expect(mootIn(config, given, knownOf('resident', layersOf.lstm))).toEqual([
    { fields: ['dram.gbPerS', 'dram.latencyNs'], why: 'the weights are resident' },
  ]);
});

it('one line names the designs that a reason holds for', () => {
  const moot = [{ fields: ['a', 'b'], why: 'so it is' }];
  const designs = [
    { name: 'x', moot },
    { name: 'y', moot: [] },
    { name: 'z', moot },
  ];
  expect(mootRemarks(designs)).toEqual(['a, b has no effect on x, z: so it is']);
});

it('gateMatrix keeps its effect where some layer asks for it, and recurrentDensity has one on a GRU of two matrices', () => {
  const mixed = knownOf(null, [...layersOf.gru, ...layersOf.lstm]);
  const config = configOf('csr', { 'pattern.kind': 'row-balanced', gateMatrix: 'combined' });
  const given = ['gateMatrix', 'pattern.recurrentDensity'];
  expect(mootIn(config, given, mixed)).toEqual([]);
  expect(mootIn(config, given, knownOf(null, layersOf.gru))).toEqual([
    {
      fields: ['gateMatrix'],
      why: 'a GRU whose reset gate multiplies products keeps those of x and h apart',
    },
  ]);
  expect(mootIn(config, given, knownOf(null, layersOf.lstm))).toMatchObject([
    { fields: ['pattern.recurrentDensity'] },
  ]);
});
