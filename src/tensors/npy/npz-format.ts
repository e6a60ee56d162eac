import type { TensorFormat } from '../tensor-file.ts';
import { openNpz, rewriteNpz } from './npz.ts';

/** Files of `numpy.savez` and `numpy.savez_compressed`. */
export const npz: TensorFormat = {
  name: 'npz',
  says: 'a .npz file',
  endings: ['.npz'],
  matches: (bytes) => bytes[0] === 0x50 && bytes[1] === 0x4b,
  open: (bytes, path) => ({ format: 'npz', ...openNpz(bytes, path) }),
  rewrite: (bytes, path, companions, changes) => ({ bytes: rewriteNpz(bytes, path, changes), companions }),
};
