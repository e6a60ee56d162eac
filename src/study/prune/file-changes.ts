import { BadInput } from '../../errors/bad-input.ts';
import { plainName } from '../../lstm/weights/lstm-names.ts';
import type { TensorOrigin } from '../../lstm/weights/lstm-tensor.ts';
import type { LstmTensor } from '../../lstm/weights/state-dict.ts';
import { printableName } from '../../tensors/named-shape.ts';
import { isSmallFloat, nearestSmallFloat } from '../../tensors/small-float.ts';
import type {
  NamedTensor,
  Tensor,
  TensorChanges,
  TensorData,
  TensorFile,
} from '../../tensors/tensor-file.ts';
import type { PrunedTensor } from './pruned-tensor.ts';

/** What becomes of an element of a tensor of the file. */
const [UNUSED, KEPT, PRUNED] = [0, 1, 2] as const;

/** A tensor of the file that is pruned, wholly or in part. */
interface PrunedPart {
  readonly name: string;
  /** As it will be: pruned elements are 0, the others as they were or as they are rebuilt. */
  readonly tensor: Tensor;
  readonly fates: Uint8Array;
}

/** How a file changes, and which tensors in it are the pruned ones, in the order of the file. */
export interface FileChanges {
  readonly changes: TensorChanges;
  readonly names: readonly string[];
}

/** How masks are called and held. */
export interface MaskStyle {
  /** The name of the mask of a tensor. */
  readonly maskName: (tensor: string) => string;
  /** The type of masks that are added. */
  readonly maskType: 'uint8' | 'float32';
}

/**
 * What pruned tensors change in their file: elements that are pruned are 0, kept ones are what they were bit
 * for bit, or what they are rebuilt to; a mask stands beside each tensor, under the names of
 * torch.nn.utils.prune, in the type that a mask in its place has or else in `maskType`; int8 codes have their
 * scales beside them. Throws BadInput where two uses of one element would leave different values, and where
 * the type of a tensor does not hold a rebuilt one.
 */
export function fileChanges(
  file: TensorFile,
  path: string,
  pruned: readonly PrunedTensor[],
  { maskName, maskType }: MaskStyle,
): FileChanges {
  const parts = prunedParts(file, path, pruned);
  const replaced = new Map<string, Tensor>(parts.map(({ name, tensor }) => [name, tensor]));
  const added: NamedTensor[] = [];
  const put = (name: string, tensor: Tensor) => {
    if (file.has(name)) replaced.set(name, tensor);
    else added.push({ name, ...tensor });
  };
  for (const part of parts) put(maskName(part.name), maskOf(file, part, maskName(part.name), maskType));
  for (const { tensor, codes } of pruned) {
    if (codes === null) continue;
    const { values, scales } = codes;
    replaced.set(tensor.name, { shape: tensor.shape, dtype: 'int8', data: values });
    put(`${plainName(tensor.name)}_scale`, { shape: [scales.length], dtype: 'float32', data: scales });
  }
  const used = new Set(parts.map(({ name }) => name));
  return { changes: { replaced, added }, names: file.names.filter((name) => used.has(name)) };
}

function prunedParts(file: TensorFile, path: string, pruned: readonly PrunedTensor[]): readonly PrunedPart[] {
  const parts = new Map<string, PrunedPart>();
  const partOf = (name: string): PrunedPart => {
    const known = parts.get(name);
    if (known !== undefined) return known;
    const tensor = file.read(name);
    const part = { name, tensor, fates: new Uint8Array(tensor.data.length) };
    parts.set(name, part);
    return part;
  };
  for (const { tensor, mask, ...of } of pruned) {
    const { tensors, tensorOf, elements } = tensor.origin?.() ?? inPlace(tensor);
    const own = tensors.map(partOf);
    const rebuilt = of.codes === null && of.values !== null ? valuesInFile(tensor, of.values) : null;
    for (let i = 0; i < mask.length; i++) {
      const part = own[tensorOf === null ? 0 : tensorOf[i]];
      // A position that a file's own mask leaves out may be stored to fill up a pattern: as a zero.
      const isZero = mask[i] === 0 || (of.values === null && tensor.mask?.[i] === 0);
      const value = isZero ? 0 : rebuilt === null ? null : rebuilt[i];
      const element = elements === null ? i : elements[i];
      if (rebuilt !== null && part.fates[element] !== UNUSED && part.tensor.data[element] !== value)
        throw usedTwice(part, element, path, 'rebuilt to another value in each');
      settle(part, element, mask[i], value, path);
    }
  }
  return [...parts.values()];
}

/** Rebuilt values as the elements of their tensor: int8 codes where it has them. */
function valuesInFile({ scales, shape }: LstmTensor, values: Float64Array): Float64Array {
  if (scales === undefined) return values;
  return values.map((value, i) => Math.round(value / scales[Math.floor(i / shape[1])]));
}

/** `value`: what the element becomes; null: it stays. */
function settle(part: PrunedPart, element: number, stored: number, value: number | null, path: string): void {
  const { name, tensor, fates } = part;
  const fate = stored === 0 ? PRUNED : KEPT;
  if (fates[element] !== UNUSED && fates[element] !== fate)
    throw usedTwice(part, element, path, 'kept in one use and pruned in the other');
  fates[element] = fate;
  if (value === null) return;
  tensor.data[element] = value;
  if (tensor.data[element] !== value || !isHeld(tensor, value))
    throw new BadInput(
      `${path}, tensor ${printableName(name)}: element ${element} becomes ${value}, which ${tensor.dtype} does not hold; expected float32 or float64, or --weight-bits 8`,
    );
}

const isHeld = ({ dtype }: Tensor, value: number): boolean =>
  !isSmallFloat(dtype) || nearestSmallFloat(dtype, value) === value;

function usedTwice({ name }: PrunedPart, element: number, path: string, how: string): BadInput {
  return new BadInput(
    `${path}, tensor ${printableName(name)}: element ${element} is used twice, and ${how}; expected a pattern that prunes them alike, or gateMatrix separate`,
  );
}

/** A tensor whose values lie in the file as they are read. */
function inPlace({ name }: LstmTensor): Omit<TensorOrigin, 'elements'> & { readonly elements: null } {
  return { tensors: [name], tensorOf: null, elements: null };
}

/** The mask of a tensor of the file: what it was where nothing is known, and 1 where there was none. */
function maskOf(
  file: TensorFile,
  { tensor, fates }: PrunedPart,
  name: string,
  maskType: MaskStyle['maskType'],
): Tensor {
  const before = file.has(name) ? file.read(name) : null;
  const fresh = (): TensorData =>
    maskType === 'uint8' ? new Uint8Array(fates.length) : new Float32Array(fates.length);
  const data = before?.data ?? fresh().fill(1);
  for (let i = 0; i < fates.length; i++) if (fates[i] !== UNUSED) data[i] = fates[i] === KEPT ? 1 : 0;
  return { shape: tensor.shape, dtype: before?.dtype ?? maskType, data };
}
