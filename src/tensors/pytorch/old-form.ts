import { BadInput } from '../../errors/bad-input.ts';
import type { NamedShape } from '../named-shape.ts';
import { namedTensors } from './named-tensors.ts';
import { checkDepth } from './pickle/pickle-depth.ts';
import { unpickle } from './pickle/pickle-machine.ts';
import { isKnownToTorch } from './torch-names.ts';

/** The number with which files of torch.save before version 1.6 begin, as a pickle of its own. */
const OLD_MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
/** In front of the pickle of the values: the number, a version, and the sizes of the machine's types. */
const PICKLES_BEFORE = 3;

/** Whether a file is of the old form of torch.save, the usual one before version 1.6. */
export function isOldTorch(bytes: Uint8Array): boolean {
  return OLD_MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The tensors in a file of the old form, for a message; none where its pickles are not understood. */
export function oldTorchTensors(bytes: Uint8Array): readonly NamedShape[] {
  const rules = { place: '', isKnown: isKnownToTorch };
  try {
    let start = 0;
    for (let pickle = 0; pickle < PICKLES_BEFORE; pickle++) start = unpickle(bytes, start, rules).end;
    const { value } = unpickle(bytes, start, rules);
    checkDepth(value, '');
    return Array.from(namedTensors(value, '').tensors, ([name, { tensor }]) => ({
      name,
      shape: 'says' in tensor ? null : tensor.shape,
    }));
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}
