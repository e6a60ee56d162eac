import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../src/bbs/matrix.ts';
import { patternKinds, resolvePattern } from '../../../src/bbs/patterns/named-pattern.ts';
import { prune } from '../../../src/bbs/patterns/prune.ts';
import { BadInput } from '../../../src/errors/bad-input.ts';
import { loadModel } from '../../../src/run/load-model.ts';
import { layerMatrices } from '../../../src/run/prepared-model.ts';
import { type PicturedPattern, picturePatterns } from '../../../src/study/inspect/model-picture.ts';

const { model } = loadModel({
  workload: 'tiny',
  sets: [],
  weights: null,
  prefix: null,
  seed: 'picture',
});
const sizes = { pes: 4, banks: 4, placement: 'even' } as const;
const subject = { name: 'tiny', model, gateMatrix: 'separate', sizes } as const;
const [, { weights }] = layerMatrices(model.layers[0], 'separate');
const pruned = (matrix: DenseMatrix, kind: (typeof patternKinds)[number]) =>
  prune(matrix, resolvePattern(kind, sizes), { sparsity: 0.75 });
const pictured = (kind: (typeof patternKinds)[number]): PicturedPattern => ({
  pattern: resolvePattern(kind, sizes),
  prune: (matrix) => pruned(matrix.weights, kind),
});

describe('the picture of a model under many patterns', () => {
  const picture = picturePatterns(subject, patternKinds.map(pictured));
  const maskOf = (name: string) => picture.masks.find((mask) => mask.name === name);

  it("has all of them in the order given, and names those of the field's figure in its order", () => {
    expect(picture.masks.map(({ name }) => name)).toEqual(patternKinds);
    expect(picture.figure).toEqual(['unstructured', 'bank-balanced', 'block']);
  });

  it('shows weights that are kept as they are, and those that are rebuilt as they become', () => {
    const { rows, columns } = picture.tile;
    for (const { name, isRebuilt, magnitudes } of picture.masks) {
      const { mask, rebuilt } = pruned(weights, name as (typeof patternKinds)[number]);
      expect(isRebuilt).toBe(rebuilt !== null);
      const values = rebuilt?.values ?? weights.values;
      for (let i = 0; i < rows * columns; i++) {
        const at = Math.floor(i / columns) * weights.cols + (i % columns);
        if (magnitudes[i] !== (mask[at] === 1 ? Math.abs(values[at]) : -1)) expect.fail(`${name} at ${i}`);
      }
    }
    expect(picture.masks.filter(({ isRebuilt }) => isRebuilt).map(({ name }) => name)).toEqual([
      'circulant',
      'power-of-two',
    ]);
  });

  it('ends its shades at the largest magnitude under any mask', () => {
    const all = picture.masks.flatMap(({ magnitudes }) => [...magnitudes]);
    expect(picture.largest).toBe(Math.max(...all));
  });

  it('counts what is stored: of circulant blocks their vectors', () => {
    const { says, kept, rowBorders } = maskOf('circulant') ?? expect.fail('no circulant');
    expect([says, rowBorders.slice(0, 2)]).toEqual(['blocks of 4 x 4', [4, 8]]);
    expect(kept).toBe(weights.values.length / 4);
  });

  it('has no lines where there would be one before every column, and none before the first', () => {
    const columns = Array.from({ length: picture.tile.columns }, (_, i) => i);
    for (const { columnBorders } of picture.masks) {
      expect(columnBorders).not.toContain(0);
      expect(columnBorders).not.toEqual(columns.slice(1));
    }
  });

  it('leaves out what a matrix cannot have', () => {
    const refusing = {
      ...pictured('block'),
      prune: () => {
        throw new BadInput('no');
      },
    };
    const { masks, figure } = picturePatterns(subject, [pictured('unstructured'), refusing]);
    expect(masks.map(({ name }) => name)).toEqual(['unstructured']);
    expect(figure).toEqual(['unstructured']);
  });
});
