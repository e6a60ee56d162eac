import { patternKinds, patternOf } from '../../bbs/patterns/named-pattern.ts';
import { hasField } from '../../config/schema-fields.ts';
import type { ActivityName, StallCategory } from '../../hw/accounts/stalls.ts';
import { kindOf } from '../../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { KnownOfRun } from '../../hw/config/moot.ts';
import { mootIn } from '../../run/moot-remarks.ts';

/** A value that a field may be set to. */
type Value = number | string | boolean;

/** A field that can be changed, and to what. */
interface Move {
  /** What it is, in words. */
  readonly what: string;
  /** Its dotted path. */
  readonly field: string;
  /** The causes of which it may take cycles away: where most of a step goes to one, its moves come first. */
  readonly relieves: readonly (StallCategory | ActivityName)[];
  /** Other values for a configuration, the one that promises most first; `now` is the present one. */
  values(now: unknown, config: AcceleratorConfig): readonly Value[];
  /** Fields that have to be set with it. */
  with?(config: AcceleratorConfig): readonly string[];
  /** Whether it makes other weights be pruned: not possible for weights that are taken as they are. */
  readonly prunesAnew?: true;
}

/** A change of a design: one field, and those that have to follow it. */
export interface Candidate {
  readonly what: string;
  readonly set: readonly string[];
  readonly relieves: Move['relieves'];
}

const more = (now: unknown): readonly Value[] =>
  typeof now === 'number' ? [2 * now, now + 1].filter((value, at, all) => all.indexOf(value) === at) : [];
const twice = (now: unknown): readonly Value[] => (typeof now === 'number' ? [2 * now] : []);
const oneLess = (now: unknown): readonly Value[] => (typeof now === 'number' && now > 0 ? [now - 1] : []);
const oneMore = (now: unknown): readonly Value[] => (typeof now === 'number' ? [now + 1] : []);
const register = (now: unknown): readonly Value[] => [...oneLess(now), ...oneMore(now)];
const others =
  (...values: readonly Value[]) =>
  (now: unknown): readonly Value[] =>
    values.filter((value) => value !== now);

/** The next number of copies that divides the lanes of a PE. */
function moreCopies(now: unknown, { banks }: AcceleratorConfig): readonly Value[] {
  for (let copies = Number(now) + 1; copies <= banks; copies++) if (banks % copies === 0) return [copies];
  return [];
}

const isInstruction = ({ ewop }: AcceleratorConfig): boolean => ewop.style === 'instruction';

const inSpmv = ['issue', 'conflict', 'imbalance'] as const;

/** Everything that can be changed in one go, in the order in which equals are listed. */
const moves: readonly Move[] = [
  { what: 'residency', field: 'weights', relieves: ['weightFetch'], values: others('resident') },
  { what: 'bandwidth', field: 'dram.gbPerS', relieves: ['weightFetch'], values: twice },
  {
    what: 'what is streamed',
    field: 'dram.stream',
    relieves: ['weightFetch'],
    values: others('packed', 'image'),
  },
  { what: 'bank ports', field: 'ports', relieves: ['conflict'], values: others(2) },
  { what: 'double pumping', field: 'pump', relieves: ['conflict'], values: others(2) },
  { what: 'copies of the vector', field: 'vectorCopies', relieves: ['conflict'], values: moreCopies },
  { what: 'shared banks', field: 'sharedBanks', relieves: ['conflict'], values: twice },
  { what: 'window', field: 'window', relieves: ['conflict'], values: more },
  { what: 'queues', field: 'queueDepth', relieves: ['conflict'], values: more },
  { what: 'open rows', field: 'openRows', relieves: ['conflict'], values: more },
  { what: 'rows apart', field: 'rowsApart', relieves: ['conflict', 'imbalance'], values: more },
  { what: 'retry', field: 'retryCycles', relieves: ['conflict', 'fill'], values: oneLess },
  {
    what: 'placement',
    field: 'placement',
    relieves: ['conflict'],
    values: (now, { kind }) => kindOf(kind).placements.filter((placement) => placement !== now),
  },
  { what: 'arbiter', field: 'arbiter', relieves: ['conflict'], values: others('fixed', 'rotating') },
  {
    what: 'row order',
    field: 'rowOrder',
    relieves: ['imbalance'],
    values: others('natural', 'balanced'),
  },
  { what: 'packed rows', field: 'packRows', relieves: ['issue'], values: others(true, false) },
  { what: 'result ports', field: 'rowsPerCycle', relieves: ['conflict'], values: more },
  { what: 'empty rows', field: 'emptyRow', relieves: ['issue'], values: others('skipped', 'cycle') },
  { what: 'PEs', field: 'pes', relieves: inSpmv, values: more },
  { what: 'banks', field: 'banks', relieves: [...inSpmv, 'load'], values: more },
  { what: 'element-wise lanes', field: 'ewop.lanes', relieves: ['ewop', 'writeBack'], values: more },
  {
    what: 'chaining',
    field: 'ewop.chaining',
    relieves: ['ewop', 'dependency'],
    values: (now) => (now === true ? [] : ['on']),
    with: (config) => (isInstruction(config) ? [] : ['ewop.style=instruction']),
  },
  {
    what: 'element-wise style',
    field: 'ewop.style',
    relieves: ['ewop', 'dependency', 'fill', 'control'],
    values: (now, { ewop }) => (ewop.chaining ? [] : others('chained', 'instruction')(now)),
  },
  {
    what: 'slices of the program',
    field: 'program.spmvSlices',
    relieves: ['ewop', 'dependency', 'fill', 'control'],
    values: others('matrix', 'gate'),
  },
  {
    what: 'gate matrices',
    field: 'gateMatrix',
    relieves: ['issue', 'load', 'fill', 'control'],
    values: others('combined', 'separate'),
    prunesAnew: true,
  },
  {
    what: 'directions',
    field: 'directions',
    relieves: ['issue', 'dependency'],
    values: others('parallel'),
  },
  ...(['mulLatency', 'bankOutputRegister', 'crossbarRegister'] as const).map((stage) => ({
    what: 'registers of the array',
    field: `timing.${stage}`,
    relieves: ['fill'] as const,
    values: register,
  })),
  ...(['addLatency', 'activationLatency', 'ewMulLatency'] as const).map((stage) => ({
    what: 'registers of the element-wise unit',
    field: `timing.${stage}`,
    relieves: ['ewop', 'writeBack', 'dependency'] as const,
    values: register,
  })),
  {
    what: 'pattern',
    field: 'pattern',
    relieves: inSpmv,
    values: (_, { pattern }) =>
      patternKinds.filter((kind) => kind !== pattern.kind && !patternOf({ kind }).keepsAll),
    prunesAnew: true,
  },
];

/**
 * The changes that a design has: of fields that its kind has and that have an effect, each to other values.
 * Not all of them can be built, and not all save.
 */
export function candidatesOf(
  config: AcceleratorConfig,
  known: KnownOfRun,
  prunes: boolean,
): readonly Candidate[] {
  const { schema } = kindOf(config.kind);
  return moves.flatMap((move) => {
    const { what, field, relieves } = move;
    const path = field.split('.');
    if (!hasField(schema, path) || (move.prunesAnew === true && !prunes)) return [];
    if (field === 'weights' && known.residency === 'resident') return [];
    const follows = move.with?.(config) ?? [];
    if (follows.length === 0 && mootIn(config, [field], known).length > 0) return [];
    return move
      .values(valueAt(config, path), config)
      .map((value) => ({ what, set: [...follows, `${field}=${value}`], relieves }));
  });
}

function valueAt(config: AcceleratorConfig, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, step) => (at as Readonly<Record<string, unknown>>)[step], config);
}

/** Whether a field that is set makes other weights be pruned. */
export const prunesAnew = (set: string): boolean =>
  moves.some((move) => move.prunesAnew === true && move.field === fieldOf(set));

/** The field that one `--set` is of. */
export const fieldOf = (set: string): string => set.slice(0, set.indexOf('='));
