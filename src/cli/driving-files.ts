import { BadInput } from '../errors/bad-input.ts';
import { type LayerPass, passesOf } from '../lstm/passes.ts';
import type { LstmShape } from '../lstm/shape.ts';
import type { FileBytes } from '../run/load-model.ts';
import type { FileValues, SequenceFiles } from '../run/sequence.ts';
import type { StateValues } from '../run/state-files.ts';
import { refuseForeignArrays } from '../tensors/foreign-arrays.ts';
import { readNpy } from '../tensors/npy/npy.ts';
import { firstNames, type NpzFile, openNpz } from '../tensors/npy/npz.ts';
import { readInput } from './io.ts';

/**
 * The files that drive a run of a network, opened; null when inputs and state are seeded. Throws BadInput,
 * naming the option, for what cannot be read, and for arrays of a state that name no pass of the network.
 */
export function drivingFiles(
  { inputs, state }: { readonly inputs?: string | undefined; readonly state?: string | undefined },
  shape: LstmShape,
): SequenceFiles | null {
  if (inputs === undefined && state === undefined) return null;
  const vectors = state === undefined ? { h0: null, c0: null } : stateOf(state, shape);
  return { inputs: inputs === undefined ? null : npyValues(inputs, '--inputs'), ...vectors };
}

/** The array of a .npy file that an option names. Throws BadInput for what cannot be read. */
export function npyValues(path: string, option: string): FileValues {
  return { source: path, array: readNpy(...args(readInput(path, option), 'a .npy file')) };
}

function stateOf(path: string, shape: LstmShape): Pick<SequenceFiles, 'h0' | 'c0'> {
  const opened = openNpz(...args(readInput(path, '--state'), 'a .npz file'));
  const [h0, c0] = ['h0', 'c0'].map((vector) => valuesOf(opened, vector, path, shape));
  if (h0 === null && c0 === null) {
    throw new BadInput(
      `--state: ${path} has neither h0 nor c0; it has ${opened.names.join(', ') || 'nothing'}`,
    );
  }
  return { h0, c0 };
}

/** One array for all passes (`h0`), or one for each (`h0_l0`, `h0_l0_reverse`, ...); null: neither. */
function valuesOf(opened: NpzFile, vector: string, path: string, { layers }: LstmShape): StateValues | null {
  const valuesIn = (name: string): FileValues => ({
    source: `${path}, array ${name}`,
    array: opened.read(name),
  });
  const ofPasses = opened.names.filter((name) => name.startsWith(`${vector}_l`));
  if (ofPasses.length === 0) return opened.has(vector) ? valuesIn(vector) : null;
  if (opened.has(vector)) {
    throw new BadInput(
      `--state: ${path} has both ${vector} and ${ofPasses[0]}, expected one array, or one for each pass`,
    );
  }
  const names = passesOf(layers).map((pass) => `${vector}${endingOf(pass)}`);
  const idle = ofPasses.find((name) => !names.includes(name));
  if (idle !== undefined)
    throw new BadInput(`--state: ${path} has ${idle}, expected arrays of ${firstNames(names)}`);
  return names.map((name) => (opened.has(name) ? valuesIn(name) : null));
}

/** As PyTorch ends the names of a pass's tensors. */
function endingOf({ layer, direction }: LayerPass): string {
  return `_l${layer}${direction === 'reverse' ? '_reverse' : ''}`;
}

/** What readers of arrays take; throws BadInput for a file of another format. */
function args({ bytes, path }: FileBytes, expected: string): [Uint8Array, string] {
  refuseForeignArrays(bytes, path, expected);
  return [bytes, path];
}
