import type { KerasFile } from '../../../tensors/keras/keras-file.ts';
import type { CellKind } from '../cell-kind.ts';

/** The tensors of a cell by their names in the file. */
export interface KerasCell {
  /** The group in which they lie. */
  readonly group: string;
  /** Names of what is around it, from the outermost model to the layer, and of the cell. */
  readonly segments: readonly string[];
  /** By the shape of its recurrent kernel. */
  readonly kind: CellKind;
  /** [X, GH], of Keras' order of gates: i, f, c, o of an LSTM, z, r, h of a GRU. */
  readonly kernel: string;
  /** [H, GH] */
  readonly recurrentKernel: string;
  /** [GH]; [2, GH] of a GRU with its reset after the product; null: it has none. */
  readonly bias: string | null;
  readonly peepholes: { readonly i: string; readonly f: string; readonly o: string } | null;
  /** Data sets beside them that belong to no LSTM or GRU. */
  readonly others: readonly string[];
}

/** A cell with one gate, or of another shape: for a message. */
export interface OtherCell {
  readonly name: string;
  readonly shape: readonly number[];
}

/** The names of a cell's tensors. */
interface CellNames {
  readonly kernel: string;
  readonly recurrentKernel: string;
  readonly bias: string;
  readonly peepholes: { readonly i: string; readonly f: string; readonly o: string } | null;
}

/** Of Keras 3, which numbers them in the order in which they are made. */
const numbered: CellNames = { kernel: '0', recurrentKernel: '1', bias: '2', peepholes: null };

const named = (ending: '' | ':0'): CellNames => ({
  kernel: `kernel${ending}`,
  recurrentKernel: `recurrent_kernel${ending}`,
  bias: `bias${ending}`,
  peepholes: {
    i: `input_gate_peephole_weights${ending}`,
    f: `forget_gate_peephole_weights${ending}`,
    o: `output_gate_peephole_weights${ending}`,
  },
});

/** Groups in which optimizers keep values under the names of weights. */
const OF_OPTIMIZER = /^(optimizer_weights|optimizer|_optimizer)([/\\]|$)/;

/**
 * The cells of LSTMs and GRUs in a file: groups with a kernel and a recurrent kernel of three or four gates,
 * under the names of Keras 2 (`kernel:0`, in whole models of Keras 3 `kernel`) or the numbers of Keras 3
 * (`cell/vars/0`). By shapes alone; nothing is read.
 */
export function findCells(file: KerasFile): readonly KerasCell[] {
  const inGroup = new Map<string, string[]>(file.groups.map((group) => [group, []]));
  for (const name of file.names) inGroup.get(name.slice(0, Math.max(name.lastIndexOf('/'), 0)))?.push(name);
  return [...inGroup].flatMap(([group, names]) => {
    if (OF_OPTIMIZER.test(group)) return [];
    const isNumbered = group === 'vars' || group.endsWith('/vars');
    const styles = isNumbered ? [numbered] : [named(':0'), named('')];
    return styles.flatMap((style) => cellIn(file, group, names, style));
  });
}

function cellIn(
  file: KerasFile,
  group: string,
  names: readonly string[],
  style: CellNames,
): readonly KerasCell[] {
  const at = (name: string) => (group === '' ? name : `${group}/${name}`);
  const found = (name: string) => (file.has(at(name)) ? at(name) : null);
  const [kernel, recurrentKernel] = [found(style.kernel), found(style.recurrentKernel)];
  if (kernel === null || recurrentKernel === null) return [];
  const kind = kindOf(file.shape(kernel), file.shape(recurrentKernel), style === numbered);
  if (kind === null) return [];
  const [i, f, o] = style.peepholes === null ? [] : Object.values(style.peepholes).map(found);
  const peepholes = i && f && o ? { i, f, o } : null;
  const bias = found(style.bias);
  const own = [kernel, recurrentKernel, bias, i, f, o].filter((name) => typeof name === 'string');
  const known = new Set([...own, ...own.map(maskName)]);
  return [
    {
      group,
      segments: group.split(/[/\\]/).filter((part) => part !== '' && part !== 'model_weights'),
      kind,
      kernel,
      recurrentKernel,
      bias,
      peepholes,
      others: names.filter((name) => !known.has(name)),
    },
  ];
}

/**
 * Three gates or four; of names that say what they are, also shapes that do not fit, which reading them will
 * say. Null: it is another cell, or none.
 */
function kindOf(
  kernel: readonly number[] | null,
  recurrent: readonly number[] | null,
  mustFit: boolean,
): CellKind | null {
  if (kernel?.length !== 2 || recurrent?.length !== 2) return null;
  const [hidden, columns] = recurrent;
  const gates = columns / hidden;
  if (gates === 1 || (mustFit && (kernel[1] !== columns || (gates !== 3 && gates !== 4)))) return null;
  return gates === 3 ? 'gru' : 'lstm';
}

/**
 * The mask of a tensor: `kernel_mask:0` beside `kernel:0`, but `cell/masks/0` for `cell/vars/0`, since Keras
 * 3 refuses `vars` with more members than it has variables there.
 */
export function maskName(name: string): string {
  const [, cell = '', number] = /^(.*\/)?vars\/(\d+)$/.exec(name) ?? [];
  if (number !== undefined) return `${cell}masks/${number}`;
  return name.endsWith(':0') ? `${name.slice(0, -2)}_mask:0` : `${name}_mask`;
}

/** Data sets that look like kernels of recurrent cells which are not simulated. */
export function otherCells(file: KerasFile): readonly OtherCell[] {
  return file.names.flatMap((name) => {
    const shape = file.shape(name);
    const isRecurrent = /(^|\/)recurrent_kernel(:0)?$/.test(name) && !OF_OPTIMIZER.test(name);
    return isRecurrent && shape !== null ? [{ name, shape }] : [];
  });
}
