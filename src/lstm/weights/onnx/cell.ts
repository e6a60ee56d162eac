import { BadInput } from '../../../errors/bad-input.ts';
import type { RecurrentNode } from './nodes.ts';
import { type OnnxSettings, settingsOf } from './settings.ts';
import { likelySizes, type OnnxSizes } from './sizes.ts';

/** An LSTM or GRU node as far as attributes and shapes tell, before its weights are read. */
export interface OnnxCell {
  readonly recurrent: RecurrentNode;
  /** Null: they are refused, which reading the node will say. */
  readonly settings: OnnxSettings | null;
  /** 0: unknown. */
  readonly sizes: OnnxSizes;
}

/** Looks at a node, which may be broken. */
export function cellOf(recurrent: RecurrentNode, opset: number, path: string): OnnxCell {
  const settings = unlessBad(() => settingsOf(recurrent, opset, path));
  const sizes = unlessBad(() => likelySizes(recurrent, settings));
  return { recurrent, settings, sizes: sizes ?? { inputs: 0, hidden: 0 } };
}

/** The length of the output of a node, both directions side by side. */
export function outputLength({ settings, sizes }: OnnxCell): number {
  return (settings?.directions.length ?? 1) * sizes.hidden;
}

/** What `look` returns; null where it throws BadInput. */
export function unlessBad<Found>(look: () => Found): Found | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}
