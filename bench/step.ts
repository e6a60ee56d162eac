/**
 * One TIMIT step against a plain scalar loop over the same non-zeros, in one run: how much does it cost to
 * compute it as the hardware does, with every value checked, and how little to know its time alone.
 */
import type { StoredMatrix } from '../src/bbs/matrix.ts';
import { SpmvUnit } from '../src/hw/array/spmv-unit.ts';
import { seededModel } from '../src/lstm/seeded-model.ts';
import { workloadShape } from '../src/lstm/workload.ts';
import { executeSequence } from '../src/run/execute-sequence.ts';
import { loadWorkload } from '../src/run/load-config.ts';
import { type PlacedModel, placeModel, timeLayers } from '../src/run/placed-model.ts';
import { loadPlatform } from '../src/run/platform.ts';
import { PrepareCache } from '../src/run/prepare-cache.ts';
import { seededSequence } from '../src/run/sequence.ts';
import { bankBalancedReference, prepareEqual } from '../src/study/compare/equal-kept.ts';
import { type Figure, shortestMs } from './figure.ts';

const SPARSITY = 0.875;

/** The loop that every figure is compared with: y = A x over all matrices of the step, entry by entry. */
function plainLoop(matrices: readonly StoredMatrix[], x: Int16Array, y: Float64Array): number {
  let checksum = 0;
  for (const { rows, rowStart, columns, codes } of matrices) {
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let e = rowStart[row]; e < rowStart[row + 1]; e++) sum += codes[e] * x[columns[e]];
      y[row] = sum;
    }
    checksum += y[0];
  }
  return checksum;
}

function cyclesOf(design: PlacedModel): number {
  return timeLayers(design).reduce((sum, { cycles }) => sum + cycles, 0);
}

/** The same design with nothing worked out yet: every bank of every beat is arbitrated again. */
function afresh(design: PlacedModel): PlacedModel {
  return { ...design, spmvUnit: new SpmvUnit(design.array, design.fit.residency) };
}

/** Measures the ratios that the main job promises. */
export function benchStep(): Figure[] {
  const shape = workloadShape(loadWorkload('timit').config);
  const cache = new PrepareCache(seededModel('timit', shape, '1'));
  const platforms = ['bbs', 'csr', 'csr-window'].map((name) => loadPlatform(name));
  const reference = bankBalancedReference(cache, platforms, SPARSITY);
  const [bbs, csr, windowed] = platforms.map((platform) => {
    const prepared = prepareEqual(cache, platform, reference, SPARSITY);
    const design = placeModel(platform.config, prepared.layers, platform);
    const sequence = seededSequence(shape, 1, '1', platform.config.number);
    const matrices = prepared.layers.flatMap(({ gates, projection }) => [
      ...gates,
      ...(projection ? [projection] : []),
    ]);
    return { prepared, design, sequence, matrices };
  });
  const x = Int16Array.from({ length: 1024 }, (_, i) => i - 512);
  const y = new Float64Array(4096);
  const loopMs = shortestMs(() => plainLoop(bbs.matrices, x, y));
  const values = ({ design, prepared, sequence }: typeof bbs) =>
    executeSequence(design, prepared.layers, sequence).comparedValues;
  const bbsMs = shortestMs(() => values(bbs) + cyclesOf(bbs.design));
  const timingMs = shortestMs(() => cyclesOf(bbs.design));
  const csrMs = shortestMs(() => values(csr) + cyclesOf(afresh(csr.design)));
  const arbitrationMs = shortestMs(() => cyclesOf(afresh(csr.design)));
  const windowMs = shortestMs(() => cyclesOf(afresh(windowed.design)));
  const entries = bbs.matrices.reduce((sum, { codes }) => sum + codes.length, 0);
  const us = (ms: number) => `${(1000 * ms).toFixed(0)} us`;
  const loop = `plain loop over ${entries} non-zeros ${us(loopMs)}`;
  return [
    {
      name: 'BBS step, values checked: times the loop (at most 5)',
      ratio: bbsMs / loopMs,
      detail: `${us(bbsMs)}, ${loop}`,
    },
    {
      name: 'BBS step, timing only: times faster than the loop (at least 10)',
      ratio: loopMs / timingMs,
      detail: `${us(timingMs)}, ${loop}`,
    },
    {
      name: 'CSR step, full arbitration and values checked: times the loop (at most 20)',
      ratio: csrMs / loopMs,
      detail: `${us(csrMs)}, ${loop}`,
    },
    {
      name: 'CSR step, full arbitration, timing only: times the loop',
      ratio: arbitrationMs / loopMs,
      detail: `${us(arbitrationMs)}, ${loop}`,
    },
    {
      name: 'CSR step with eight beats in flight, timing only: times the loop (at most 25)',
      ratio: windowMs / loopMs,
      detail: `${us(windowMs)}, ${loop}`,
    },
  ];
}
