import type { LstmModel } from '../../lstm/model.ts';
import { arraySizesOf } from '../../run/storage-formats.ts';
import { type ModelPicture, type PicturedPattern, picturePatterns } from '../inspect/model-picture.ts';
import type { PatternArrays } from './pattern-arrays.ts';
import { chosenRun } from './pattern-rows.ts';
import type { TimedPattern } from './pattern-runs.ts';

/** The model whose masks are drawn, and the arrays of its study. */
export interface PicturedStudy {
  readonly workload: string;
  readonly model: LstmModel;
  readonly arrays: PatternArrays;
}

/** The same tile of a matrix under every pattern that has figures, pruned as in its row. */
export function pictureRows(
  { workload, model, arrays }: PicturedStudy,
  timed: readonly TimedPattern[],
): ModelPicture {
  const { config } = arrays.reference;
  const patterns = timed.flatMap(({ runs }): PicturedPattern[] => {
    const run = chosenRun(runs);
    if (run === null) return [];
    const prune: PicturedPattern['prune'] = ({ role }) => {
      const pruned = run.outcome.firstLayer.find((matrix) => matrix.role === role);
      if (pruned === undefined) throw new RangeError(`no matrix of role ${role}`);
      return pruned;
    };
    return [{ pattern: run.pattern, prune }];
  });
  const sizes = arraySizesOf(config);
  return picturePatterns({ name: workload, model, gateMatrix: config.gateMatrix, sizes }, patterns);
}
