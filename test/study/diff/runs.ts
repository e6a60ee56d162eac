import { RandomDraws } from '../../../src/cosim/random-draws.ts';
import { loadPlatform } from '../../../src/run/platform.ts';
import type { RunResult } from '../../../src/run/result.ts';
import { runModel } from '../../../src/run/run-model.ts';
import { type DiffedRun, diffedRunOf } from '../../../src/study/diff/diffed-run.ts';
import { loadedNet, runOf } from '../../run/requests.ts';
import { layerOf } from '../compare/designs.ts';

const presets = ['bbs', 'bbs-chained', 'csr', 'csr-window', 'banked', 'banked-decoupled', 'dense', 'brds'];

/** The result of a small network on a design that is drawn from a seed: timing only. */
export function drawnResult(seed: string): RunResult {
  const draw = new RandomDraws(seed);
  const sets = [
    `pes=${draw.of([1, 2, 4, 6])}`,
    `banks=${draw.of([4, 8])}`,
    `ewop.lanes=${draw.of([4, 16, 64])}`,
    `weights=${draw.of(['resident', 'streamed'])}`,
    `number.weightBits=${draw.of([8, 16])}`,
    `dram.gbPerS=${draw.of([1, 9.6, 19.2])}`,
    `device=${draw.of(['arria10-gx1150', 'xcku060', 'alveo-u250'])}`,
  ];
  const layer = layerOf({ inputs: draw.integer(8, 40), hidden: draw.of([16, 24, 32]) });
  const layers = [layer, { ...layer, inputs: layer.hidden }].slice(0, draw.of([1, 2]));
  const loaded = loadedNet(layers, { name: `net ${seed}` });
  return runModel(runOf(loadPlatform(draw.of(presets), sets), loaded, { hasValues: false, seed })).result;
}

/** A result as a comparison reads it from a file. */
export function readBack(result: unknown): DiffedRun {
  return diffedRunOf(JSON.stringify(result), 'r.json');
}
