import type { Circulant } from '../../bbs/formats/circulant.ts';
import { type Complex, complexZeros, halfBins, transform } from './fft.ts';

/** Spectra of the blocks of a matrix: halfBins(block) bins each, block row after block row. */
export interface SpectralMatrix {
  readonly circulant: Circulant;
  readonly spectra: Complex;
}

/**
 * The weights as they lie on chip: half the spectrum of every block's first column. With `fractionBits` they
 * are rounded to that many bits after the point of a weight (2^F codes), as a fixed-point memory holds them;
 * null keeps what the transform gives.
 */
export function spectralWeights(
  circulant: Circulant,
  weightFractionBits: number,
  fractionBits: number | null,
): SpectralMatrix {
  const { block, blockRows, blockColumns, vectors } = circulant;
  const bins = halfBins(block);
  const spectra = complexZeros(blockRows * blockColumns * bins);
  const unit = fractionBits === null ? 0 : 2 ** (weightFractionBits - fractionBits);
  const held = (value: number) => (unit === 0 ? value : Math.floor(value / unit + 0.5) * unit);
  for (let b = 0; b < blockRows * blockColumns; b++) {
    const spectrum = spectrumOf(vectors, b * block, block);
    for (let k = 0; k < bins; k++) {
      spectra.re[b * bins + k] = held(spectrum.re[k]);
      spectra.im[b * bins + k] = held(spectrum.im[k]);
    }
  }
  return { circulant, spectra };
}

function spectrumOf(values: Int16Array, from: number, block: number): Complex {
  const spectrum = complexZeros(block);
  for (let i = 0; i < block; i++) spectrum.re[i] = values[from + i] ?? 0;
  transform(spectrum, -1);
  return spectrum;
}

/**
 * y = W x as C-LSTM computes it: FFT of every block of x, products of half spectra accumulated along a block
 * row, one inverse FFT per block row. Exact up to the rounding of doubles: far below half a unit for 16-bit
 * codes. `x` holds a code per column.
 */
export function multiplySpectra({ circulant, spectra }: SpectralMatrix, x: Int16Array): Float64Array {
  const { rows, block, blockRows, blockColumns } = circulant;
  const bins = halfBins(block);
  const inputs = Array.from({ length: blockColumns }, (_, c) => spectrumOf(x, c * block, block));
  const y = new Float64Array(rows);
  for (let r = 0; r < blockRows; r++) {
    const sum = complexZeros(block);
    for (let c = 0; c < blockColumns; c++)
      addProduct(sum, spectra, (r * blockColumns + c) * bins, inputs[c], bins);
    for (let k = bins; k < block; k++) {
      sum.re[k] = sum.re[block - k];
      sum.im[k] = -sum.im[block - k];
    }
    transform(sum, 1);
    for (let i = 0; i < block && r * block + i < rows; i++) y[r * block + i] = sum.re[i] / block;
  }
  return y;
}

function addProduct(sum: Complex, weights: Complex, from: number, input: Complex, bins: number): void {
  for (let k = 0; k < bins; k++) {
    const a = weights.re[from + k];
    const b = weights.im[from + k];
    sum.re[k] += a * input.re[k] - b * input.im[k];
    sum.im[k] += a * input.im[k] + b * input.re[k];
  }
}
