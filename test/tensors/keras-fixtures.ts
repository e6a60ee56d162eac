import { readFileSync } from 'node:fs';

/** A file in Keras' layout; beside it lies the script that made it. */
export function kerasFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/models/keras/${name}`, import.meta.url)));
}

/** Inputs [T, X] of a model and the outputs [T, R] that NumPy computed for it. */
export interface KerasReference {
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
  readonly outputsInDouble: readonly (readonly number[])[];
}

/** By file and, where it has several, model. */
export const kerasReferences: Readonly<Record<string, KerasReference>> = JSON.parse(
  readFileSync(new URL('../fixtures/models/keras/reference.json', import.meta.url), 'utf8'),
);
