import { readFileSync } from 'node:fs';
import { codesWithin, tableShape, wholeRange } from '../../src/num/activation.ts';
import { loadModel } from '../../src/run/load-model.ts';
import { loadPlatform } from '../../src/run/platform.ts';
import { runModel } from '../../src/run/run-model.ts';
import { readNpy } from '../../src/tensors/npy/npy.ts';

/** Largest errors of h against the float64 reference with three kinds of tables, in one format. */
export interface TableErrors {
  readonly fractionBits: number;
  /** Share of the weights that is pruned. */
  readonly achievedSparsity: number;
  /** The tables that the format has by default. */
  readonly range: number;
  readonly segments: number;
  readonly byFormat: number;
  /** 64 segments over all of the format. */
  readonly whole: number;
  /** A segment for each code: every value correctly rounded. */
  readonly exact: number;
}

const file = (path: string) => ({
  path,
  bytes: new Uint8Array(readFileSync(new URL(`../../examples/agreement-lm/${path}`, import.meta.url))),
});

/** examples/agreement-lm in 16 bits on the bbs preset, 32 words, with `fractionBits` of them fraction. */
export function tableErrors(fractionBits: number, sparsity: number): TableErrors {
  const loaded = loadModel({
    workload: null,
    sets: [],
    weights: file('model.npz'),
    prefix: null,
    seed: '1',
  });
  const inputs = { source: 'x.npy', array: readNpy(file('x.npy').bytes, 'x.npy') };
  const run = (tables: { readonly range: number | null; readonly segments: number | null }) =>
    runModel({
      platform: loadPlatform('bbs', [
        `number.fractionBits=${fractionBits}`,
        `number.activation.range=${tables.range}`,
        `number.activation.segments=${tables.segments}`,
      ]),
      loaded,
      steps: null,
      sparsity,
      prunes: true,
      files: { inputs, h0: null, c0: null },
      hasValues: true,
      mustFit: false,
      seed: '1',
    }).result;
  const errorOf = ({ accuracy }: ReturnType<typeof run>) => {
    if (accuracy?.maxAbsErrorH == null) throw new Error('no values');
    return accuracy.maxAbsErrorH;
  };
  const format = { bits: 16, fractionBits };
  const range = wholeRange(format);
  const byFormat = run({ range: null, segments: null });
  return {
    fractionBits,
    achievedSparsity: byFormat.weights.achievedSparsity,
    ...tableShape(format),
    byFormat: errorOf(byFormat),
    whole: errorOf(run({ range, segments: 64 })),
    exact: errorOf(run({ range, segments: codesWithin(range, format) })),
  };
}
