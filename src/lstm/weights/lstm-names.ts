import { BadInput } from '../../errors/bad-input.ts';
import { firstNames } from '../../tensors/npy/npz.ts';

/** The tensors of one layer of `torch.nn.LSTM`, without the layer number. */
export type LstmTensorName = 'weight_ih' | 'weight_hh' | 'bias_ih' | 'bias_hh' | 'weight_hr';

/** The arrays of a file that belong to one LSTM: names relative to `prefix`. */
export interface LstmNames {
  /** The part before `weight_ih_l0`: empty, or ending in a dot (`encoder.rnn.`). */
  readonly prefix: string;
  /** Number of layers; every layer has at least one tensor. */
  readonly layers: number;
}

interface Part {
  readonly prefix: string;
  readonly layer: number;
  readonly reverse: boolean;
  readonly name: string;
}

const PATTERN =
  /^((?:.*\.)?)(?:weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)_l(0|[1-9]\d{0,5})(_reverse)?(?:_orig|_mask)?$/;

/**
 * Finds the LSTM among the arrays of a file by PyTorch's names (`lstm.weight_ih_l0`, ...), with the prefix
 * that is asked for or the only one there is. Throws BadInput when there is none or more than one, on layers
 * that are not 0, 1, 2, ..., and on a bidirectional LSTM.
 */
export function findLstm(names: readonly string[], fileName: string, asked: string | undefined): LstmNames {
  const parts = names.flatMap(parsePart);
  const prefix = choosePrefix([...new Set(parts.map((part) => part.prefix))], names, fileName, asked);
  const own = parts.filter((part) => part.prefix === prefix);
  const reverse = own.find((part) => part.reverse);
  if (reverse !== undefined) {
    throw new BadInput(
      `${fileName}, tensor ${reverse.name}: a bidirectional LSTM is not supported, expected one direction`,
    );
  }
  const layers = new Set(own.map((part) => part.layer));
  for (let layer = 0; layer < layers.size; layer++) {
    if (layers.has(layer)) continue;
    const found = [...layers].sort((a, b) => a - b);
    throw new BadInput(
      `${fileName}: layer ${layer} is missing (no ${prefix}weight_ih_l${layer}), found layers ${firstNames(found.map(String))}`,
    );
  }
  return { prefix, layers: layers.size };
}

function parsePart(name: string): readonly Part[] {
  const match = PATTERN.exec(name);
  return match === null
    ? []
    : [{ name, prefix: match[1], layer: Number(match[2]), reverse: match[3] !== undefined }];
}

function choosePrefix(
  found: readonly string[],
  names: readonly string[],
  fileName: string,
  asked: string | undefined,
): string {
  if (found.length === 0) {
    throw new BadInput(
      `${fileName}: has no LSTM, expected arrays named like lstm.weight_ih_l0; found ${firstNames(names)}`,
    );
  }
  const choices = firstNames(found.map((prefix) => JSON.stringify(prefix.replace(/\.$/, ''))));
  if (asked !== undefined) {
    const prefix = found.find((each) => each === asked || each === `${asked}.`);
    if (prefix !== undefined) return prefix;
    throw new BadInput(
      `${fileName}: has no LSTM under the prefix ${JSON.stringify(asked)}; found ${choices}`,
    );
  }
  if (found.length > 1) {
    throw new BadInput(
      `${fileName}: has LSTM tensors under several prefixes, choose one with --prefix: ${choices}`,
    );
  }
  return found[0];
}
