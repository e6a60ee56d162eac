import { BadInput } from '../../errors/bad-input.ts';
import { openHdf5 } from '../hdf5/hdf5-file.ts';
import { rewriteHdf5 } from '../hdf5/rewrite-hdf5.ts';
import { isHdf5 } from '../hdf5/superblock.ts';
import type { TensorFormat } from '../tensor-file.ts';
import { type KerasFile, MOST_CONFIGURATION_BYTES } from './keras-file.ts';

/** HDF5 files as Keras writes them: whole models (`model.h5`) and weights alone (`model.weights.h5`). */
export const hdf5: TensorFormat = {
  name: 'hdf5',
  says: 'an HDF5 file',
  endings: ['.h5', '.hdf5'],
  matches: isHdf5,
  open: (bytes, path): KerasFile => {
    const { names, has, shape, read, groups, texts } = openHdf5(bytes, path);
    const configuration = texts('').get('model_config')?.[0] ?? null;
    if (configuration !== null && configuration.length > MOST_CONFIGURATION_BYTES)
      throw new BadInput(
        `${path}: a model_config of ${configuration.length} characters, expected at most ${MOST_CONFIGURATION_BYTES}`,
      );
    return { format: 'hdf5', names, has, shape, read, groups, texts, configuration };
  },
  rewrite: (bytes, path, _, changes) => ({
    bytes: rewriteHdf5(bytes, path, changes),
    companions: new Map(),
  }),
};
