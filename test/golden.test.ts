import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../src/bbs/matrix.ts';
import { storedFromCsr } from '../src/bbs/store.ts';
import type { LstmLayerWeights, LstmModel, VectorWeights } from '../src/lstm/model.ts';
import { formatProgram } from '../src/lstm/program/print-program.ts';
import { noSaturations } from '../src/num/fixed.ts';
import { runModel } from '../src/run/run-model.ts';
import { runSpmv } from '../src/run/spmv.ts';
import type { NpyArray } from '../src/tensors/npy/npy.ts';
import { platformOf } from './study/compare/designs.ts';

type Rows = readonly (readonly number[])[];

/** A case of test/golden/spmv: raw codes, and every field that `bbsim spmv --format json` prints. */
interface SpmvCase {
  readonly config: object;
  readonly matrix: {
    readonly rows: number;
    readonly cols: number;
    readonly rowStart: readonly number[];
    readonly columns: readonly number[];
    readonly values: readonly number[];
  };
  readonly vector: readonly number[];
  readonly expected: object;
}

/** A layer of a case: row-major matrices, raw codes if all numbers are integers. */
interface LayerCase {
  readonly weightIh: Rows;
  readonly weightHh: Rows;
  readonly weightHr: Rows | null;
  readonly biasIh: readonly number[] | null;
  readonly biasHh: readonly number[] | null;
  readonly peepholes: Readonly<Record<'i' | 'f' | 'o', readonly number[]>> | null;
}

/**
 * A case of test/golden/lstm. `sparsity` null: the non-zero weights are stored. `programs`: lines of
 * every layer, in instruction style.
 */
interface LstmCase {
  readonly config: object;
  readonly sparsity: number | null;
  readonly layers: readonly LayerCase[];
  readonly x: Rows;
  readonly h0: Rows;
  readonly c0: Rows;
  readonly programs?: readonly (readonly string[])[];
  readonly expected: {
    readonly h: Rows;
    readonly c: Rows;
    readonly kept: readonly number[];
    readonly cycles: object;
    readonly stalls: object;
    readonly saturations: object;
  };
}

/** The cases of a folder, written by scripts/golden.py. */
function casesOf<Case>(folder: 'spmv' | 'lstm'): { readonly name: string; readonly golden: Case }[] {
  const url = new URL(`golden/${folder}/`, import.meta.url);
  return readdirSync(url)
    .sort()
    .map((file) => ({
      name: file.replace('.json', ''),
      golden: JSON.parse(readFileSync(new URL(file, url), 'utf8')) as Case,
    }));
}

/** Integers are raw codes. */
function numbers(values: readonly number[], raw: boolean): Int16Array | Float64Array {
  return raw ? Int16Array.from(values) : Float64Array.from(values);
}

function matrix(tensor: string, rows: Rows, raw: boolean): DenseMatrix {
  const values = numbers(rows.flat(), raw);
  return { tensor, rows: rows.length, cols: rows[0].length, values, raw, mask: null };
}

function vector(raw: boolean, ...terms: (readonly number[])[]): VectorWeights {
  return { terms: terms.map((values, i) => ({ tensor: `term${i}`, values: numbers(values, raw) })), raw };
}

function layerOf(layer: LayerCase, l: number, raw: boolean): LstmLayerWeights {
  const { weightIh, weightHh, weightHr, biasIh, biasHh, peepholes } = layer;
  return {
    shape: {
      kind: 'lstm',
      inputs: weightIh[0].length,
      hidden: weightIh.length / 4,
      projection: weightHr?.length ?? null,
      peepholes: peepholes !== null,
      biases: biasIh !== null,
    },
    inputGates: matrix(`weight_ih_l${l}`, weightIh, raw),
    recurrentGates: matrix(`weight_hh_l${l}`, weightHh, raw),
    bias: biasIh && biasHh && vector(raw, biasIh, biasHh),
    peepholes: peepholes && {
      i: vector(raw, peepholes.i),
      f: vector(raw, peepholes.f),
      o: vector(raw, peepholes.o),
    },
    projection: weightHr && matrix(`weight_hr_l${l}`, weightHr, raw),
  };
}

function modelOf({ layers }: LstmCase, raw: boolean): LstmModel {
  const weights = layers.map((layer, l) => layerOf(layer, l, raw));
  return { name: 'golden', shape: { layers: weights.map(({ shape }) => shape) }, layers: weights };
}

function array(rows: Rows, raw: boolean): NpyArray {
  const shape = [rows.length, rows[0].length];
  return { shape, dtype: raw ? 'int16' : 'float64', data: numbers(rows.flat(), raw) };
}

/**
 * States of layers of different sizes have no array to be in, so cases have equal layers there or one layer.
 */
function runCase(golden: LstmCase) {
  const raw = golden.layers[0].weightIh.flat().every(Number.isInteger);
  const model = modelOf(golden, raw);
  const file = (source: string, rows: Rows) => ({ source, array: array(rows, raw) });
  return runModel({
    platform: platformOf(golden.config),
    loaded: { name: 'golden', model, sparsity: 0, steps: 1, hasMasks: false, inputs: null, remarks: [] },
    steps: null,
    sparsity: golden.sparsity,
    prunes: golden.sparsity !== null,
    files: { inputs: file('x', golden.x), h0: file('h0', golden.h0), c0: file('c0', golden.c0) },
    hasValues: true,
    mustFit: false,
    seed: '1',
  });
}

const rowsOf = (vectors: readonly Int16Array[]) => vectors.map((values) => Array.from(values));

describe('one SpMV takes the cycles and gives the values of a reference in another language', () => {
  it.each(casesOf<SpmvCase>('spmv'))('$name', ({ golden }) => {
    const { rows, cols, rowStart, columns, values } = golden.matrix;
    const platform = platformOf(golden.config);
    const csr = {
      rows,
      cols,
      rowStart: Uint32Array.from(rowStart),
      columns: Uint32Array.from(columns),
      values: Int16Array.from(values),
      raw: true,
    };
    const stored = storedFromCsr('golden', csr, platform.config.number, noSaturations());
    const { result } = runSpmv(platform, stored, Int16Array.from(golden.vector), false);
    expect(result).toEqual(golden.expected);
  });
});

describe('an LSTM takes the cycles and gives the bits of a reference in another language', () => {
  it.each(casesOf<LstmCase>('lstm'))('$name', ({ golden }) => {
    const { finished, result } = runCase(golden);
    const { execution } = finished.values!;
    expect({
      h: rowsOf(execution.h),
      c: rowsOf(execution.c),
      kept: result.layers.flatMap(({ matrices }) => matrices.map(({ kept }) => kept)),
      cycles: result.cycles,
      stalls: result.stalls,
      saturations: result.accuracy?.saturations,
    }).toEqual(golden.expected);
    expect(result.steps.map(({ cycles }) => cycles)).toEqual(golden.x.map(() => golden.expected.cycles));
  });

  const programmed = casesOf<LstmCase>('lstm').filter(({ golden }) => golden.programs);
  it.each(programmed)('$name: the program is the one that was scheduled', ({ golden }) => {
    const { design } = runCase(golden).finished;
    const lines = design.layers.map(({ program }) => formatProgram(program).split('\n'));
    const trimmed = lines.map((layer) => layer.map((line) => line.trimEnd()).filter((line) => line !== ''));
    expect(trimmed).toEqual(golden.programs);
  });
});
