import { Mismatch } from '../../errors/mismatch.ts';
import { gruStep, type StoredGru } from '../../lstm/gru.ts';
import { fixedStep } from '../../lstm/reference-fixed.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import { type NumberFormat, noSaturations } from '../../num/fixed.ts';
import type { DeltaStep } from './step.ts';

/**
 * Compares the states of a delta LSTM with the integer reference on what was sent. Returns how many values
 * were compared; throws Mismatch at the first that differs.
 */
export function checkLstmStates(
  name: string,
  layer: StoredLayer,
  format: NumberFormat,
  steps: readonly DeltaStep[],
): number {
  let c: Int16Array = new Int16Array(layer.shape.hidden);
  steps.forEach((step, t) => {
    const expected = fixedStep(layer, format, step.sentInput, { h: step.sentState, c }, noSaturations());
    for (const [part, found, wanted] of [
      ['h', step.h, expected.h],
      ['c', step.c ?? new Int16Array(0), expected.c],
    ] as const) {
      const at = wanted.findIndex((value, n) => value !== found[n]);
      if (at < 0) continue;
      throw new Mismatch(
        `${name}, step ${t}, ${part}[${at}]: computed ${found[at]}, the integer reference ${wanted[at]}`,
      );
    }
    c = expected.c;
  });
  return steps.length * 2 * layer.shape.hidden;
}

/** Compares the states of a delta GRU in the same way. */
export function checkGruStates(
  name: string,
  layer: StoredGru,
  format: NumberFormat,
  steps: readonly DeltaStep[],
): number {
  let h: Int16Array = new Int16Array(layer.hidden);
  steps.forEach((step, t) => {
    h = gruStep(layer, format, step.sentInput, step.sentState, h, noSaturations());
    const at = h.findIndex((value, n) => value !== step.h[n]);
    if (at < 0) return;
    throw new Mismatch(
      `${name}, step ${t}, h[${at}]: computed ${step.h[at]}, the integer reference ${h[at]}`,
    );
  });
  return steps.length * layer.hidden;
}
