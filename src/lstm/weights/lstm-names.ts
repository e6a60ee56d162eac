import { BadInput } from '../../errors/bad-input.ts';
import { printableName, SHOWN, shapesText } from '../../tensors/named-shape.ts';
import { firstNames } from '../../tensors/npy/npz.ts';
import type { StateDict } from './lstm-tensor.ts';

/**
 * The tensors of one layer of `torch.nn.LSTM` or `GRU`, without the layer number; peepholes are named alike
 * (PyTorch has none).
 */
export const lstmTensorNames = [
  'weight_ih',
  'weight_hh',
  'bias_ih',
  'bias_hh',
  'weight_hr',
  'weight_ci',
  'weight_cf',
  'weight_co',
] as const;

/** One of these names. */
export type LstmTensorName = (typeof lstmTensorNames)[number];

/** A pass of a layer (from 0): of a bidirectional one its names say which. */
export interface NamedPass {
  readonly layer: number;
  /** Absent: the layer has one pass. */
  readonly direction?: 'forward' | 'reverse';
}

/** The arrays of a file that belong to one LSTM or GRU: names relative to `prefix`. */
export interface LstmNames {
  /** The part before `weight_ih_l0`: empty, or ending in a dot (`encoder.rnn.`). */
  readonly prefix: string;
  /** In order of layers, forward before reverse; each has at least one tensor. */
  readonly passes: readonly NamedPass[];
  /** The tensors of `torch.nn.LSTMCell` or `GRUCell`: one layer, whose names say none. */
  readonly isCell: boolean;
}

/** A tensor that has one of these names. */
interface Part {
  /** Null: of a cell. */
  readonly layer: number | null;
  readonly reverse: boolean;
  readonly name: string;
}

const PATTERN = new RegExp(
  `^((?:.*\\.)?)(?:${lstmTensorNames.join('|')})(?:_l(0|[1-9]\\d{0,5})(_reverse)?)?(?:_orig|_mask)?$`,
);

/** The full name of a tensor of a pass. */
export function fullName(
  { prefix, isCell }: LstmNames,
  name: LstmTensorName,
  { layer, direction }: NamedPass,
): string {
  const ending = direction === 'reverse' ? '_reverse' : '';
  return `${prefix}${name}${isCell ? '' : `_l${layer}${ending}`}`;
}

/**
 * Finds the LSTM or GRU among the arrays of a file by PyTorch's names (`lstm.weight_ih_l0`, ..., of a cell
 * `weight_ih`, ...), with the prefix that is asked for or the only one there is. Throws BadInput when there
 * is none or more than one, and on layers that are not 0, 1, 2, ....
 */
export function findLstm(npz: StateDict, fileName: string, asked: string | undefined): LstmNames {
  const parts = lstmParts(npz);
  return namesUnder(choosePrefix([...parts.keys()], npz, fileName, asked), parts, npz, fileName);
}

/** The tensors of LSTMs and GRUs in a file, by what stands before their names, in its order. */
export type LstmParts = ReadonlyMap<string, readonly Part[]>;

/** Finds the tensors of all LSTMs and GRUs by PyTorch's names. */
export function lstmParts({ names }: Pick<StateDict, 'names'>): LstmParts {
  const parts = new Map<string, Part[]>();
  for (const { prefix, ...part } of names.flatMap(parsePart)) {
    const own = parts.get(prefix) ?? [];
    if (own.push(part) === 1) parts.set(prefix, own);
  }
  return parts;
}

/** The names of the LSTM or GRU under a prefix that a file has. Throws BadInput as `findLstm` does. */
export function namesUnder(prefix: string, parts: LstmParts, npz: StateDict, fileName: string): LstmNames {
  const own = parts.get(prefix) ?? [];
  const isCell = own.every(({ layer }) => layer === null);
  const cell = own.find(({ layer }) => layer === null);
  if (cell !== undefined && !isCell) {
    throw new BadInput(
      `${fileName}: has tensors of a cell (${printableName(cell.name)}) and of layers under one prefix, expected one kind; found ${arraysText(npz)}`,
    );
  }
  const layers = new Set(own.map((part) => part.layer ?? 0));
  for (let layer = 0; layer < layers.size; layer++) {
    if (layers.has(layer)) continue;
    const found = [...layers].sort((a, b) => a - b);
    throw new BadInput(
      `${fileName}: layer ${layer} is missing (no ${printableName(`${prefix}weight_ih_l${layer}`)}), found layers ${firstNames(found.map(String))}`,
    );
  }
  return { prefix, passes: passesOf(own, layers.size), isCell };
}

function passesOf(parts: readonly Part[], layers: number): NamedPass[] {
  const reversed = new Set(parts.filter(({ reverse }) => reverse).map(({ layer }) => layer));
  return Array.from({ length: layers }, (_, layer) => layer).flatMap((layer): NamedPass[] =>
    reversed.has(layer)
      ? [
          { layer, direction: 'forward' },
          { layer, direction: 'reverse' },
        ]
      : [{ layer }],
  );
}

function parsePart(name: string): readonly (Part & { readonly prefix: string })[] {
  const match = PATTERN.exec(name);
  return match === null
    ? []
    : [
        {
          name,
          prefix: match[1],
          layer: match[2] === undefined ? null : Number(match[2]),
          reverse: match[3] !== undefined,
        },
      ];
}

function choosePrefix(
  found: readonly string[],
  npz: StateDict,
  fileName: string,
  asked: string | undefined,
): string {
  if (found.length === 0) {
    throw new BadInput(
      `${fileName}: has no LSTM or GRU, expected arrays named like lstm.weight_ih_l0, or lstm.weight_ih of a cell; found ${arraysText(npz)}${renamings(npz.names)}`,
    );
  }
  const choices = firstNames(found.map((prefix) => `"${printableName(prefix.replace(/\.$/, ''))}"`));
  if (asked !== undefined) {
    const prefix = found.find((each) => each === asked || each === `${asked}.`);
    if (prefix !== undefined) return prefix;
    throw new BadInput(
      `${fileName}: has no LSTM or GRU under the prefix "${printableName(asked)}"; found ${choices}`,
    );
  }
  if (found.length > 1) {
    throw new BadInput(
      `${fileName}: has tensors of LSTMs or GRUs under several prefixes, choose one with --prefix: ${choices}`,
    );
  }
  return found[0];
}

/** The arrays of a file with their shapes, for a message. */
export function arraysText({ names, shape }: StateDict): string {
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return shapesText(names.slice(0, SHOWN).map((name) => ({ name, shape: shape(name) }))) + more;
}

/** Names that mean PyTorch's: `Wih_l0`, `rnn/W_hh`, `weights_ih_0`, `b_ih_l1`. */
const ALIKE = /^(?:(.*)[./])?(w(?:eights?)?|b(?:ias(?:es)?)?)_?(ih|hh|hr)(?:_?l?(\d+))?$/i;

/** `; rename Wih_l0 to weight_ih_l0, ...` for the names that PyTorch has otherwise; nothing for none. */
export function renamings(names: readonly string[]): string {
  const found = names.filter((name) => parsePart(name).length === 0).flatMap(renaming);
  if (found.length > 0) return `; rename ${firstNames(found)}`;
  return names.some((name) => /(^|[^a-z])kernel$/i.test(name))
    ? '; kernels of Keras are transposed: save kernel.T as weight_ih_l0 and recurrent_kernel.T as weight_hh_l0'
    : '';
}

function renaming(name: string): string[] {
  const match = ALIKE.exec(name);
  if (match === null) return [];
  const [, prefix, kind, part, layer = '0'] = match;
  const word = kind.toLowerCase().startsWith('w') ? 'weight' : 'bias';
  const before = prefix === undefined ? '' : `${prefix.replaceAll('/', '.')}.`;
  return [`${printableName(name)} to ${printableName(before)}${word}_${part.toLowerCase()}_l${layer}`];
}

/** The name of a tensor before torch.nn.utils.prune has it as `X_orig`. */
export function plainName(name: string): string {
  return name.replace(/_orig$/, '');
}
