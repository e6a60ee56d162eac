import type { Loaded } from '../config/load-config.ts';
import type { LstmModel } from '../lstm/model.ts';
import { seededModel } from '../lstm/seeded-model.ts';
import { type Workload, workloadShape } from '../lstm/workload.ts';
import type { FileModel } from './model-from-file.ts';
import { decidedByWorkload } from './workload-fields.ts';

/** A model, with what its workload asks for. */
export interface LoadedModel {
  readonly name: string;
  /** What the workload's file says of its date. */
  readonly date?: string | undefined;
  readonly model: LstmModel;
  readonly sparsity: number;
  readonly steps: number;
  /** True when the file says which weights are stored. */
  readonly hasMasks: boolean;
  /** The state before the first step that the file gives to each pass; absent or null: there is none. */
  readonly initial?: FileModel['initial'];
  /** What decides the model beside the seed, for the hash of a result. */
  readonly inputs: unknown;
  /** What is to be said of the file of weights, a line each. */
  readonly remarks: readonly string[];
}

/**
 * Seeded weights for a workload. Apart from what reads files: a run without one loads none of their formats.
 */
export function seededWorkload(
  { name, config }: Pick<Loaded<Workload>, 'name' | 'config'>,
  seed: string,
): LoadedModel {
  return {
    name,
    date: config.date,
    model: seededModel(name, workloadShape(config), seed),
    sparsity: config.sparsity,
    steps: config.steps,
    hasMasks: false,
    inputs: decidedByWorkload(config, 'model'),
    remarks: [],
  };
}
