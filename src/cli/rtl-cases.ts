import type { CosimCase } from '../cosim/cosim-case.ts';
import { matrixCase, workloadCases } from '../cosim/workload-cases.ts';
import { BadInput } from '../errors/bad-input.ts';
import type { DirectionChoice } from '../lstm/weights/choose-direction.ts';
import { initialRemark } from '../run/initial-state.ts';
import { loadSpmvOperands } from '../run/load-matrix.ts';
import { loadPlatform } from '../run/platform.ts';
import { loadChosen, prunesModel, refuseIdleSparsity } from './chosen-model.ts';
import { type Io, readInput } from './io.ts';

/** What `rtl` and `cosim` are given: a design, and a product or the layers of a workload. */
export interface CaseRequest {
  readonly accelerator: string;
  readonly set: readonly string[];
  readonly matrix: string | undefined;
  readonly vector: string | undefined;
  readonly workload: string | undefined;
  readonly weights: string | undefined;
  readonly prefix: string | undefined;
  readonly model: string | undefined;
  readonly direction: DirectionChoice | undefined;
  readonly sparsity: number | undefined;
  readonly steps: number;
}

/**
 * The case of the product that is asked for, or null when it is a workload. Throws BadInput
 * for half a product, or for both.
 */
export function productCase({ matrix, vector, workload, weights, ...design }: CaseRequest): CosimCase | null {
  if ((matrix === undefined) !== (vector === undefined))
    throw new BadInput('--matrix and --vector go together');
  if (matrix === undefined || vector === undefined) return null;
  if ((workload ?? weights) !== undefined) throw new BadInput('expected a workload or --matrix, found both');
  const platform = loadPlatform(design.accelerator, design.set);
  const operands = loadSpmvOperands(
    readInput(matrix, '--matrix'),
    readInput(vector, '--vector'),
    platform.config.number,
  );
  return matrixCase(platform, operands.matrix, operands.x);
}

/**
 * A case for each layer of the workload, of a bidirectional one for each pass, with the weights and inputs of
 * a seed. Throws BadInput for streamed weights.
 */
export async function layerCases(
  io: Pick<Io, 'note'>,
  request: CaseRequest,
  seed: string,
): Promise<CosimCase[]> {
  const { accelerator, set, workload, weights, prefix, model, direction, sparsity, steps } = request;
  const platform = loadPlatform(accelerator, set);
  if (platform.config.weights === 'streamed')
    throw new BadInput('weights: streamed: the RTL has no off-chip memory, expected resident or auto');
  refuseIdleSparsity(sparsity, [platform]);
  const loaded = await loadChosen(io, workload, { weights, prefix, model, direction, set, seed });
  const initial = initialRemark(null, loaded.initial);
  if (initial !== null) io.note(initial);
  const prunes = prunesModel({ sparsity, set }, loaded);
  return workloadCases({ platform, loaded, sparsity: sparsity ?? null, prunes, steps, seed });
}
