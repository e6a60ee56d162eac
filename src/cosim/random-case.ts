import { buildArray } from '../hw/array/kinds/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { hasScales } from '../num/row-scale.ts';
import { type CosimCase, layerCase, spmvCase } from './cosim-case.ts';
import { drawConfig, drawWeightFormat } from './random-config.ts';
import { RandomDraws } from './random-draws.ts';
import { drawLayer } from './random-layer.ts';
import { drawMatrix } from './random-matrix.ts';
import { simulateSpmv } from './simulate-spmv.ts';

/** Share of the cases that are steps of a layer; the others are products. */
const STEP_SHARE = 0.45;

/**
 * The accelerator of case `index` of a seed, and the draws of the rest of it; those of scales are apart, so
 * that cases without are what they were before there were any. `kind` null: any.
 */
export function drawnAccelerator(seed: string, index: number, kind: string | null) {
  const draw = new RandomDraws(`${seed}/cosim ${index}`);
  const ofScales = new RandomDraws(`${seed}/weight format ${index}`);
  return { config: drawConfig(draw, kind, drawWeightFormat(ofScales)), draw, ofScales };
}

/**
 * Case `index` of a seed: the same for both, whatever other cases there are. `kind` null: any accelerator.
 */
export function randomCase(seed: string, index: number, kind: string | null): CosimCase {
  const { config, draw, ofScales } = drawnAccelerator(seed, index, kind);
  if (draw.chance(STEP_SHARE)) {
    const { cells, name, layer } = drawLayer(draw, config, `${seed}/weights ${index}`);
    return layerCase(`${cells} ${inWords(config)}, ${name}`, layer);
  }
  const matrix = drawMatrix(draw, config, buildArray(config).place, ofScales);
  const { rows, cols } = matrix.stored;
  const x = Int16Array.from({ length: cols }, () => draw.code(config.number.bits));
  const name = `SpMV ${inWords(config)}, ${matrix.kind} ${rows} x ${cols}`;
  return spmvCase(name, simulateSpmv(config, matrix.stored, x));
}

function inWords({ kind, pes, banks, number }: AcceleratorConfig): string {
  const scales = hasScales(number) ? `, int8 by ${number.weightScale}` : '';
  return `${kind} ${pes} x ${banks}${scales}`;
}
