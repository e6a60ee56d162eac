/**
 * The SIMD kernel with lanes and banks that are no power of two, against the next power of two below: the
 * same matrix and as many multiplications, so the ratio of times is that of speeds per multiplication.
 */
import { arbitrate } from '../src/hw/array/arbitration.ts';
import { AcceleratorSchema, buildArray } from '../src/hw/array/kinds/index.ts';
import { multiplyRows } from '../src/hw/array/multiply.ts';
import { loadElements, vectorBuffer } from '../src/hw/array/vector-buffer.ts';
import { type Figure, shortestMs } from './figure.ts';
import { balancedMatrix } from './spmv.ts';

const LANES = 40;
const BELOW = 32;

/** Five beats of 32 lanes to a row, or four of 40. */
const stored = balancedMatrix(4096, 1280, BELOW, 5);
const x = Int16Array.from({ length: stored.cols }, (_, i) => Math.imul(i + 1, 40503) >> 4);

/** What the kernel does for one SpMV on compressed rows of so many lanes and banks. */
function onLanes(banks: number) {
  const config = AcceleratorSchema.parse({ kind: 'csr', pes: 64, banks, placement: 'cyclic' });
  const { beats } = buildArray(config).encode(stored);
  const buffer = vectorBuffer(beats.placement);
  loadElements(buffer, x, 0);
  const y = new Float64Array(stored.rows);
  const requests = () => arbitrate(beats, beats.order, 1).issueCycles[0];
  const products = () => {
    multiplyRows(beats, buffer, config.number.accumulatorBits, 0, stored.rows, false, y, 0);
    return y[0];
  };
  return { requests, products };
}

/** Shortest times of two, taken in turn so that both see the same load. */
function inTurn(first: () => number, second: () => number): readonly [number, number] {
  const turns = Array.from({ length: 3 }, () => [shortestMs(first, 5), shortestMs(second, 5)]);
  return [Math.min(...turns.map(([ms]) => ms)), Math.min(...turns.map(([, ms]) => ms))];
}

/** Measures requests per bank, products of rows, and both, with 40 lanes against 32. */
export function benchLanes(): Figure[] {
  const [few, many] = [onLanes(BELOW), onLanes(LANES)];
  const figure = (name: string, work: (on: typeof few) => () => number): Figure => {
    const [before, after] = inTurn(work(few), work(many));
    const speed = (ms: number) => `${(stored.codes.length / ms / 1e6).toFixed(2)} GMAC/s`;
    return {
      name: `${name}, ${LANES} lanes: speed per multiplication, of that with ${BELOW} (at least 0.7)`,
      ratio: before / after,
      detail: `${speed(after)} with ${LANES} lanes, ${speed(before)} with ${BELOW}`,
    };
  };
  return [
    figure('SIMD kernel, requests per bank', ({ requests }) => requests),
    figure('SIMD kernel, products of rows', ({ products }) => products),
    figure(
      'SIMD kernel, both',
      ({ requests, products }) =>
        () =>
          requests() + products(),
    ),
  ];
}
