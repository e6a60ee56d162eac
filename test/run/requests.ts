import { seededModel } from '../../src/lstm/seeded-model.ts';
import type { LayerShape } from '../../src/lstm/shape.ts';
import type { LoadedModel } from '../../src/run/load-model.ts';
import type { Platform } from '../../src/run/platform.ts';
import type { RunRequest } from '../../src/run/run-model.ts';

/** A network of these layers with seeded weights, to be pruned to a half. */
export const loadedNet = (layers: readonly LayerShape[], fields: Partial<LoadedModel> = {}): LoadedModel => ({
  name: 'net',
  model: seededModel('net', { layers }, '1'),
  sparsity: 0.5,
  steps: 1,
  hasMasks: false,
  inputs: { layers },
  remarks: [],
  ...fields,
});

/** A run of all that a model says of itself, with values, on a design that need not fit. */
export const runOf = (
  platform: Platform,
  loaded: LoadedModel,
  fields: Partial<RunRequest> = {},
): RunRequest => ({
  platform,
  loaded,
  steps: null,
  sparsity: null,
  prunes: !loaded.hasMasks,
  files: null,
  hasValues: true,
  mustFit: false,
  seed: '1',
  ...fields,
});
