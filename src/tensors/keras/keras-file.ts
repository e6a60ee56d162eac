import type { Hdf5File } from '../hdf5/hdf5-file.ts';
import type { TensorFile } from '../tensor-file.ts';

/** An opened file of Keras: its tensors are the data sets of an HDF5 file, by their paths. */
export interface KerasFile extends TensorFile, Pick<Hdf5File, 'groups' | 'texts'> {
  readonly format: 'hdf5' | 'keras';
  /** The model's configuration, JSON; null where the file has weights alone. */
  readonly configuration: string | null;
}

/** Most bytes of a configuration: those of models of thousands of layers have a few hundred thousand. */
export const MOST_CONFIGURATION_BYTES = 2 ** 22;

/** Whether a file is one of Keras. */
export function isKerasFile(file: TensorFile): file is KerasFile {
  return file.format === 'hdf5' || file.format === 'keras';
}
