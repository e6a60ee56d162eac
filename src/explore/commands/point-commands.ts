import { isAbsolute } from 'node:path';
import { setField } from '../../config/overrides.ts';
import { isPath } from '../../config/presets.ts';
import { check } from '../../config/problems.ts';
import { WorkloadSchema } from '../../lstm/workload.ts';
import { explainLayerField } from '../../lstm/workload-layers.ts';
import { shellLine, shellWord } from '../cluster/shell-words.ts';
import { isIgnored, WORKLOAD } from '../space/axis-fields.ts';
import { SweepSchema, type SweepSpec } from '../space/spec.ts';
import type { Manifest } from '../store/manifest.ts';
import type { Value } from '../store/record.ts';
import { setWord } from './given-value.ts';
import { type KnownEntry, knownEntries } from './sweep-entries.ts';

/** The command line of every point of a sweep, as how it begins and how it goes on. */
export interface PointCommands {
  /** Beginnings that points share. */
  readonly templates: readonly string[];
  /** For each point the place of its beginning; -1: no command line gives its figures. */
  readonly places: readonly number[];
  /** For each point what stands behind its beginning and a space. */
  readonly rests: readonly string[];
  /** Where the commands have to be run, in a sentence; null: anywhere. */
  readonly where: string | null;
  /** The file of each accelerator with the changes of the specification, by its name, as JSON for people. */
  readonly bases: Readonly<Record<string, string>>;
}

type Accelerator = KnownEntry<SweepSpec['accelerators'][number]>;
type Workload = KnownEntry<SweepSpec['workloads'][number]>;
type Cells = Readonly<Record<string, Value>>;

const whereText = 'Run it in the folder of the specification of the sweep: paths in it begin there.';

/**
 * The `bbsim run` that gives the figures of each point of a store. Null: the specification that the store has
 * is none of this version's.
 */
export function pointCommands(
  { spec: given, axes }: Pick<Manifest, 'spec' | 'axes'>,
  rows: readonly Cells[],
): PointCommands | null {
  const checked = check(SweepSchema, given);
  if (!('config' in checked)) return null;
  const spec = checked.config;
  const accelerators = knownEntries('accelerator', spec.accelerators);
  const workloads = knownEntries('workload', spec.workloads);
  const templates = new Map<string, number>();
  const places: number[] = [];
  const rests: string[] = [];
  for (const row of rows) {
    const accelerator = accelerators.find(({ name }) => name === row.accelerator);
    const workload = workloads.find(({ name }) => name === row.workload);
    const found = accelerator && workload && commandOf({ spec, axes, accelerator, workload }, row);
    if (found && !templates.has(found.begin)) templates.set(found.begin, templates.size);
    places.push(found ? (templates.get(found.begin) ?? -1) : -1);
    rests.push(found?.rest ?? '');
  }
  const where = namesPaths(spec) ? whereText : null;
  return { templates: [...templates.keys()], places, rests, where, bases: basesOf(accelerators) };
}

function basesOf(accelerators: readonly Accelerator[]): Record<string, string> {
  const known = accelerators.filter(({ data }) => data !== null);
  return Object.fromEntries(known.map(({ name, data }) => [name, JSON.stringify(data, null, 2)]));
}

/** What the points of one accelerator and one workload have in common. */
interface Bases {
  readonly spec: SweepSpec;
  readonly axes: readonly string[];
  readonly accelerator: Accelerator;
  readonly workload: Workload;
}

function commandOf(bases: Bases, row: Cells): { begin: string; rest: string } | null {
  const { spec, axes, accelerator, workload } = bases;
  const prunes = prunesWeights(workload);
  const taken = axes.filter((axis) => isTaken(axis, bases, row));
  const fixed = Object.entries({ ...accelerator.set, ...ofWorkload(workload.set) }).filter(
    ([field]) => !taken.includes(field) && (prunes || field !== `${WORKLOAD}sparsity`),
  );
  const fields = [...fixed.map(([field]) => field), ...taken];
  // `--pattern none` leaves no room for the pattern that decides the array's format.
  if (!prunes && fields.some((field) => /^pattern(\.|$)/.test(field))) return null;
  const asked = askedSparsity(workload, fields);
  const words = [
    ...['bbsim', 'run', workload.use, '--accelerator', accelerator.use],
    ...weightWords(workload),
    ...(spec.keep === 'requested' || !prunes ? [] : ['--keep', spec.keep]),
    ...budgetWords(spec),
    ...(spec.values ? [] : ['--no-values']),
    ...[...fixed, ...asked].flatMap(([field, value]) => ['--set', setWord(field, value)]),
  ];
  const drawn = spec.values || !hasWeights(workload);
  const seed = drawn && row.seed !== '1' ? ['--seed', String(row.seed)] : [];
  const rest = [...seed, ...taken.flatMap((axis) => ['--set', setWord(axis, row[axis])])];
  return { begin: shellLine(words), rest: rest.map(shellWord).join(' ') };
}

/** Whether an axis is a field of what a point runs: its kind of array has it, and its weights are pruned. */
function isTaken(axis: string, { axes, accelerator: { data }, workload }: Bases, row: Cells): boolean {
  if (axis === `${WORKLOAD}sparsity`) return prunesWeights(workload);
  if (data === null) return true;
  const kind = { text: 'kind', path: ['kind'], value: row.kind };
  return !isIgnored(axis, axes.includes('kind') ? setField(data, kind) : data);
}

const ofWorkload = (set: Workload['set']) =>
  Object.fromEntries(Object.entries(set).map(([field, value]) => [`${WORKLOAD}${field}`, value]));

const hasWeights = ({ said }: Workload): boolean => typeof said !== 'string' && said.weights !== undefined;

const prunesWeights = ({ said }: Workload): boolean => typeof said === 'string' || said.prune;

/** A file that says itself which weights are stored is pruned only where a command says to what. */
function askedSparsity(workload: Workload, fields: readonly string[]): [string, unknown][] {
  const isAsked = fields.some((field) => /^(pattern|workload\.sparsity)/.test(field));
  if (!hasWeights(workload) || !prunesWeights(workload) || isAsked) return [];
  const found = check(WorkloadSchema, workload.data, explainLayerField);
  return 'config' in found ? [[`${WORKLOAD}sparsity`, found.config.sparsity]] : [];
}

function weightWords({ said }: Workload): readonly string[] {
  if (typeof said === 'string' || said.weights === undefined) return [];
  const { weights, prefix, model, direction, prune } = said;
  const options = { weights, prefix, model, direction, pattern: prune ? undefined : 'none' };
  return Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}

function budgetWords({ budget = {} }: SweepSpec): readonly string[] {
  const shares = Object.entries(budget).flatMap(([name, share]) =>
    share === undefined ? [] : [`${name}=${share}`],
  );
  return shares.length === 0 ? [] : ['--budget', shares.join(',')];
}

/** Whether a specification names files by paths that begin at its own folder. */
function namesPaths({ accelerators, workloads }: SweepSpec): boolean {
  const used = [...accelerators, ...workloads].map((entry) =>
    typeof entry === 'string' ? entry : entry.use,
  );
  const weights = workloads.flatMap((entry) => (typeof entry === 'string' ? [] : (entry.weights ?? [])));
  return [...used.filter(isPath), ...weights].some((path) => !isAbsolute(path));
}
