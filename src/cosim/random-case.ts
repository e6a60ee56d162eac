import { buildArray } from '../hw/array/kinds/index.ts';
import { type CosimCase, layerCase, spmvCase } from './cosim-case.ts';
import { drawConfig } from './random-config.ts';
import { RandomDraws } from './random-draws.ts';
import { drawLayer } from './random-layer.ts';
import { drawMatrix } from './random-matrix.ts';
import { simulateSpmv } from './simulate-spmv.ts';

/** Share of the cases that are steps of a layer; the others are products. */
const STEP_SHARE = 0.45;

/** The accelerator of case `index` of a seed, and the draws of the rest of it. `kind` null: any. */
export function drawnAccelerator(seed: string, index: number, kind: string | null) {
  const draw = new RandomDraws(`${seed}/cosim ${index}`);
  return { config: drawConfig(draw, kind), draw };
}

/**
 * Case `index` of a seed: the same for both, whatever other cases there are. `kind` null: any accelerator.
 */
export function randomCase(seed: string, index: number, kind: string | null): CosimCase {
  const { config, draw } = drawnAccelerator(seed, index, kind);
  if (draw.chance(STEP_SHARE)) {
    const { cells, name, layer } = drawLayer(draw, config, `${seed}/weights ${index}`);
    return layerCase(`${cells} ${config.kind} ${config.pes} x ${config.banks}, ${name}`, layer);
  }
  const matrix = drawMatrix(draw, config, buildArray(config).place);
  const { rows, cols } = matrix.stored;
  const x = Int16Array.from({ length: cols }, () => draw.code(config.number.bits));
  const name = `${config.kind} ${config.pes} x ${config.banks}, ${matrix.kind} ${rows} x ${cols}`;
  return spmvCase(`SpMV ${name}`, simulateSpmv(config, matrix.stored, x));
}
