import { jsonSchema } from '../../src/cli/schemas.ts';

/** Fields by their dotted paths. */
export type Fields = Readonly<Record<string, unknown>>;

/** Networks beside the LSTM that every witness runs otherwise. */
export type Network = 'bidirectional' | 'gru';

/** Two values of a field that give different outputs, and the design on which they do. */
export interface Witness {
  readonly values: readonly [unknown, unknown];
  /** What must be so for the field to matter. */
  readonly on?: Fields;
  /** Whether the weights must be too large for some formats. */
  readonly hasLargeWeights?: boolean;
  /** What the layer must be. */
  readonly network?: Network;
  /** Whether this kind reads the field at a later stage than others do. */
  readonly isReadLater?: true;
  /** Where the difference is seen, when not in the row that a sweep has of the design. */
  readonly seenIn?: 'result' | 'rtl';
  /** Fields that come and go with its value, and so decide what it decides. */
  readonly with?: readonly string[];
}

/**
 * The design of every witness but for what it says itself: small, with rows and
 * banks that do not come out even.
 */
export const smallDesign: Fields = { pes: 2, banks: 4, weights: 'resident', 'number.fractionBits': 8 };

/** What every witness runs: x and h of 17 columns together, and 10 and 7 apart. */
export const smallWorkload = {
  name: 'small',
  layers: [{ kind: 'lstm' as const, inputs: 10, hidden: 13, projection: 7, peepholes: true, biases: true }],
  sparsity: 0.6,
  steps: 2,
};

const streamed = { weights: 'streamed', 'dram.gbPerS': 0.5 };
const instructions = { 'ewop.style': 'instruction', 'ewop.lanes': 4 };
const blocks = { 'pattern.kind': 'block' };
const separate = { 'pattern.kind': 'row-balanced', gateMatrix: 'separate' };

/**
 * A witness of every field, for all kinds or, after the kind's name, for one. A field of a
 * kind without one fails the tests.
 */
const witnesses: Readonly<Record<string, Witness>> = {
  name: { values: ['one', 'another'], seenIn: 'result' },
  description: { values: ['one', 'another'], seenIn: 'result' },
  date: { values: ['2026-11-03', '2026-11-04'], seenIn: 'result' },
  kind: {
    values: ['csr', 'banked'],
    on: { pattern: 'unstructured' },
    with: ['placement', 'packRows'],
  },
  'bbs kind': { values: ['bbs', 'dense'], on: { pattern: 'dense' }, with: ['keepPerBank'] },
  'csr-shared kind': {
    values: ['csr-shared', 'banked'],
    on: { pattern: 'unstructured' },
    with: ['placement', 'sharedBanks'],
  },
  'csr-window kind': {
    values: ['csr-window', 'banked'],
    on: { pattern: 'unstructured' },
    with: ['placement', 'packRows'],
  },
  'csr-shuffle kind': {
    values: ['csr-shuffle', 'banked'],
    on: { pattern: 'unstructured' },
    with: ['placement', 'openRows'],
  },
  'banked-decoupled kind': {
    values: ['banked-decoupled', 'banked'],
    on: { pattern: 'unstructured' },
    with: ['emptyRow'],
  },
  'dense kind': { values: ['dense', 'bbs'], on: { pattern: 'dense' }, with: ['keepPerBank'] },
  'replicated kind': { values: ['replicated', 'csr'], on: { pattern: 'unstructured' }, with: ['placement'] },
  clockMhz: { values: [50, 90], on: streamed },
  pes: { values: [2, 3] },
  banks: { values: [4, 8] },
  'bbs banks': { values: [4, 8], on: { pattern: 'dense' } },
  // Even columns: the address of a cyclic one is its number, whatever the banks.
  sharedBanks: { values: [null, 16], on: { placement: 'even' } },
  ports: { values: [1, 2] },
  pump: { values: [1, 2] },
  vectorCopies: { values: [1, 4] },
  rowOrder: { values: ['natural', 'balanced'], on: { pes: 5 } },
  arbiter: { values: ['fixed', 'rotating'] },
  arbiterStyle: { values: ['chain', 'tree'] },
  // Alone at its vector buffer, a PE waits as long whoever comes first: its area alone is another.
  'csr arbiter': { values: ['fixed', 'rotating'], isReadLater: true },
  'csr-window arbiter': { values: ['fixed', 'rotating'], isReadLater: true },
  window: { values: [1, 4] },
  queueDepth: { values: [null, 1], on: { window: 4 } },
  retryCycles: { values: [6, 2] },
  openRows: { values: [16, 1] },
  rowsApart: { values: [1, 4] },
  packRows: { values: [false, true] },
  rowsPerCycle: { values: [1, 4], on: { packRows: true, rowOrder: 'balanced', pes: 3 } },
  'replicated rowsPerCycle': { values: [1, 4], on: { packRows: true, rowOrder: 'balanced' } },
  emptyRow: { values: ['skipped', 'cycle'] },
  placement: { values: ['even', 'blocked'] },
  // Of two entries in every bank and row one is used.
  keepPerBank: { values: [null, 1], on: { pattern: 'bank-balanced', gateMatrix: 'combined' } },
  'bbs placement': {
    values: ['even', 'blocked'],
    on: { 'pattern.kind': 'bank-balanced', 'pattern.banks': 4, 'pattern.placement': 'even' },
  },
  gateMatrix: { values: ['combined', 'separate'] },
  directions: { values: ['sequential', 'parallel'], network: 'bidirectional' },
  weights: { values: ['resident', 'streamed'] },
  'timing.mulLatency': { values: [3, 5] },
  'timing.bankOutputRegister': { values: [0, 1] },
  'timing.crossbarRegister': { values: [0, 1] },
  'timing.addLatency': { values: [1, 4] },
  'timing.activationLatency': { values: [2, 5] },
  'timing.ewMulLatency': { values: [3, 6] },
  'ewop.style': { values: ['chained', 'instruction'] },
  'ewop.lanes': { values: [2, 5] },
  'ewop.chaining': { values: [false, true], on: instructions },
  'number.bits': { values: [16, 10], hasLargeWeights: true },
  'number.fractionBits': { values: [8, 5] },
  'number.accumulatorBits': { values: [48, 30] },
  'number.weightBits': { values: [16, 8] },
  'number.weightScale': { values: ['row', 'tensor'], on: { 'number.weightBits': 8 } },
  'number.activation.range': { values: [4, 8] },
  'number.activation.segments': { values: [64, 256] },
  'dram.gbPerS': { values: [0.5, 0.1], on: streamed },
  'dram.latencyNs': { values: [10, 900], on: streamed },
  'dram.burstBytes': { values: [64, 4096], on: streamed },
  'dram.stream': { values: ['packed', 'image'], on: streamed },
  'program.spmvSlices': { values: ['matrix', 'gate'], on: instructions },
  'weightMemory.beatsPerPe': { values: [500, 200_000] },
  device: { values: ['arria10-gx1150', 'xcku060'] },
  technology: { values: ['fpga-20nm', 'fpga-28nm'] },
  toggleRate: { values: ['measured', 0.5] },
  'pattern.kind': { values: ['row-balanced', 'unstructured'], with: ['pattern'] },
  'bbs pattern.kind': { values: ['bank-balanced', 'unstructured'], with: ['pattern'] },
  'pattern.banks': { values: [4, 16], on: { 'pattern.kind': 'bank-balanced' } },
  'pattern.placement': { values: ['even', 'blocked'], on: { 'pattern.kind': 'bank-balanced' } },
  // Memory images of bbs do not hold the patterns that follow, and what is wrong with them differs.
  'bbs pattern.recurrentDensity': { values: [5, 0.2], on: separate },
  'bbs pattern.blockRows': { values: [4, 1], on: blocks },
  'bbs pattern.rowShare': { values: [0, 1], on: { 'pattern.kind': 'block-columns' } },
  'bbs pattern.basis': { values: [3, 4], on: { 'pattern.kind': 'power-of-two' } },
  'bbs pattern.period': { values: [2, 3], on: { 'pattern.kind': 'periodic' } },
  'bbs pattern.pes': { values: [2, 13], on: { 'pattern.kind': 'column-balanced' } },
  'pattern.recurrentDensity': { values: [1, 0.5], on: separate },
  'pattern.blockRows': { values: [4, 2], on: blocks },
  'pattern.blockCols': { values: [4, 2], on: blocks },
  'pattern.length': { values: [4, 2], on: { 'pattern.kind': 'vector' } },
  'pattern.m': { values: [4, 8], on: { 'pattern.kind': 'n-m' } },
  'pattern.rows': { values: [4, 2], on: { 'pattern.kind': 'one-by-n' } },
  'pattern.rowShare': { values: [0.2, 1], on: { 'pattern.kind': 'block-columns' } },
  'pattern.period': { values: [16, 3], on: { 'pattern.kind': 'periodic' } },
  'pattern.clusters': { values: [8, 2], on: { 'pattern.kind': 'regroup' } },
  'pattern.basis': { values: [3, 4], on: { 'pattern.kind': 'power-of-two' } },
  'pattern.pes': { values: [2, 5], on: { 'pattern.kind': 'column-balanced' } },
};

/** The data of a small design with some fields set. */
export function designOf(kind: string, fields: Fields): Readonly<Record<string, unknown>> {
  return nested({ kind, device: 'arria10-gx1150', technology: 'fpga-20nm', ...smallDesign, ...fields });
}

function nested(fields: Fields): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(fields)) {
    const steps = path.split('.');
    const name = steps.pop() as string;
    let at = data;
    for (const step of steps) {
      at[step] ??= {};
      at = at[step] as Record<string, unknown>;
    }
    at[name] = value;
  }
  return data;
}

/** The witness of a kind's field; undefined: there is none. */
export function witnessOf(kind: string, field: string): Witness | undefined {
  return witnesses[`${kind} ${field}`] ?? witnesses[field];
}

/** The names in `witnesses` that are no field of any kind. */
export function staleWitnesses(): string[] {
  const known = fieldsByKind().flatMap(({ kind, fields }) =>
    fields.flatMap((field) => [field, `${kind} ${field}`]),
  );
  return Object.keys(witnesses).filter((name) => !known.includes(name));
}

/** A part of a JSON Schema. */
interface Part {
  readonly $ref?: string;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly oneOf?: readonly Part[];
  readonly anyOf?: readonly Part[];
  readonly $defs?: Readonly<Record<string, Part>>;
}

/** The fields of every kind of accelerator, from its schema, but for those that can have one value only. */
export function fieldsByKind(): readonly { readonly kind: string; readonly fields: readonly string[] }[] {
  const schema = jsonSchema('accelerator') as Part;
  const deref = (part: Part): Part =>
    part.$ref === undefined ? part : deref(schema.$defs?.[part.$ref.split('/').at(-1) as string] as Part);
  const leaves = (written: Part, path: string): string[] => {
    const part = deref(written);
    const inside = [...(part.oneOf ?? []), ...(part.anyOf ?? [])].flatMap((one) =>
      leaves(one, path).filter((leaf) => leaf !== path),
    );
    const own = Object.entries(part.properties ?? {})
      .filter(([name, field]) => name === 'kind' || field.const === undefined)
      .flatMap(([name, field]) => leaves(field, path === '' ? name : `${path}.${name}`));
    const all = [...new Set([...inside, ...own])];
    return all.length === 0 ? [path] : all;
  };
  return (schema.oneOf ?? []).map((part) => ({
    kind: String(deref(part).properties?.kind.const),
    fields: leaves(part, ''),
  }));
}
