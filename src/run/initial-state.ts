import type { LstmModel } from '../lstm/model.ts';
import type { InitialState } from '../lstm/weights/state-dict.ts';
import type { NumberFormat } from '../num/fixed.ts';
import { type Sequence, type SequenceFiles, seededSequence, sequenceFromFiles } from './sequence.ts';
import type { FileValues } from './signal.ts';

/** The state before the first step that a model has in its file, for each pass; absent or null: none. */
export type InitialStates = readonly (InitialState | null)[] | null | undefined;

/**
 * The files that drive a run, with the model's own state before the first step where they give none: then the
 * state of a pass that the model gives none to is zeros.
 */
export function filesWithInitial(files: SequenceFiles | null, initial: InitialStates): SequenceFiles | null {
  if (!initial) return files;
  return {
    inputs: files?.inputs ?? null,
    h0: files?.h0 ?? initial.map((state) => valuesOf(state?.h ?? null)),
    c0: files?.c0 ?? initial.map((state) => valuesOf(state?.c ?? null)),
  };
}

/** The sequence of a model that no files drive: seeded, but for a state that it has itself. */
export function ownSequence(
  { model, initial }: { readonly model: Pick<LstmModel, 'shape'>; readonly initial?: InitialStates },
  steps: number,
  seed: string,
  format: NumberFormat,
): Sequence {
  const files = filesWithInitial(null, initial);
  if (files === null) return seededSequence(model.shape, steps, seed, format);
  return sequenceFromFiles(files, model.shape, { steps, otherwise: steps, seed }, format);
}

/** What of a run's state is the model's own; null: nothing. */
export function initialRemark(files: SequenceFiles | null, initial: InitialStates): string | null {
  if (!initial) return null;
  const own = (['h', 'c'] as const).filter(
    (vector) => !files?.[`${vector}0`] && initial.some((state) => state?.[vector]),
  );
  if (own.length === 0) return null;
  return `the state before the first step (${own.join(', ')}) is that in the file of weights`;
}

function valuesOf(data: Float64Array | null): FileValues | null {
  if (data === null) return null;
  const array = { shape: [data.length], dtype: 'float64' as const, data };
  return { source: 'the initial state in the file of weights', array };
}
