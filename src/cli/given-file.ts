import { BadInput } from '../errors/bad-input.ts';
import type { FileBytes } from '../run/open-weights.ts';
import { readWeights } from './weights-file.ts';

/**
 * Reads the file of weights of a command that is about one: its argument, or --weights. Throws BadInput,
 * naming which of them, for what cannot be read, and the command where there is neither.
 */
export function readGivenFile(
  command: string,
  file: string | undefined,
  weights: string | undefined,
): FileBytes {
  if (file !== undefined) return readWeights(file, '[file]');
  if (weights !== undefined) return readWeights(weights, '--weights');
  throw new BadInput(`${command}: expected a file of weights`);
}
