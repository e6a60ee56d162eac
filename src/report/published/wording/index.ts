import { bbs } from './bbs.ts';
import { brds } from './brds.ts';
import { cLstm } from './c-lstm.ts';
import { deltaRnn, edgeDrnn, spartus } from './delta.ts';
import { ese } from './ese.ts';
import type { DesignWording } from './wording.ts';

/**
 * The words of each published design, by kind. A design that is not here is shown by the keys of its figures.
 */
const wordings: ReadonlyMap<string, DesignWording> = new Map([
  ['ese', ese],
  ['c-lstm', cLstm],
  ['delta-rnn', deltaRnn],
  ['edge-drnn', edgeDrnn],
  ['spartus', spartus],
  ['brds', brds],
  ['bbs', bbs],
]);

/** The words of a design; none for one that has none. */
export function wordingOf({ kind }: { readonly kind: string }): DesignWording {
  return wordings.get(kind) ?? { details: {} };
}
