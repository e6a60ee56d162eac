import { afterEach, describe, expect, it, vi } from 'vitest';
import { KernelImages, regions } from '../../../../src/hw/array/simd/images.ts';
import { instantiateKernel } from '../../../../src/hw/array/simd/kernel.ts';
import { multiplyRowsSimd } from '../../../../src/hw/array/simd/multiply-simd.ts';
import { vectorBuffer } from '../../../../src/hw/array/vector-buffer.ts';
import { beatMatrix } from '../arrays.ts';

/** A page of WebAssembly memory, in bytes; images get what is left of the last. */
const PAGE = 65_536;
const room = Math.ceil((regions.images + 1) / PAGE) * PAGE - regions.images;

function smallKernel(): KernelImages {
  const kernel = instantiateKernel(regions.images + 1);
  if (!kernel) throw new Error('this platform has no WebAssembly SIMD');
  return new KernelImages(kernel);
}

/** One row of `entries` entries, all times word 0. */
const rowOf = (entries: number) => beatMatrix(1, [new Array(entries).fill(0)]);

describe('the images of matrices', () => {
  it('are made once, and made again after others have taken their place', () => {
    const kernel = smallKernel();
    const [a, b, c] = [0.3, 0.3, 0.5].map((share) => rowOf(Math.floor((share * room) / 4)));
    const first = kernel.imageOf(a);
    const second = kernel.imageOf(b);
    expect(kernel.imageOf(a)).toBe(first);
    expect(second?.starts).toBeGreaterThan(regions.images);
    expect(kernel.imageOf(c)?.starts).toBe(regions.images);
    expect(kernel.imageOf(a)).not.toBe(first);
    for (const matrix of [a, b, c]) {
      const buffer = vectorBuffer(matrix.placement);
      buffer.words[0] = -5;
      const out = new Float64Array(1);
      expect(multiplyRowsSimd(kernel, matrix, buffer, 48, 0, 1, false, out, 0)).toBe(true);
      expect(out[0]).toBe(-5 * matrix.values.length);
    }
  });

  it('are refused when the memory could not hold them alone', () => {
    const kernel = smallKernel();
    expect(kernel.imageOf(rowOf(Math.floor(room / 4)))).toBeNull();
    expect(kernel.imageOf(rowOf(Math.floor(room / 4) - 32))?.starts).toBe(regions.images);
  });

  it('leave no trace of matrices that are refused', () => {
    const kernel = smallKernel();
    expect(kernel.imageOf(beatMatrix(1, [[40_000]]))).toBeNull();
    expect(kernel.imageOf(rowOf(3))).toEqual({
      starts: regions.images,
      values: regions.images + 16,
      offsets: regions.images + 32,
      words: 1,
    });
  });
});

describe('without WebAssembly SIMD', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it.each([
    { what: 'WebAssembly', platform: undefined },
    { what: 'SIMD', platform: { validate: (): boolean => false } },
    {
      what: 'address space',
      platform: {
        validate: (): boolean => true,
        Memory: class {
          constructor() {
            throw new RangeError('could not allocate memory');
          }
        },
      },
    },
  ])('there is no kernel on a platform without $what', ({ platform }) => {
    vi.stubGlobal('WebAssembly', platform);
    expect(instantiateKernel(regions.images)).toBeNull();
  });
});
