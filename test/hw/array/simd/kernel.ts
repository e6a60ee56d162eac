import { type KernelImages, kernelImages } from '../../../../src/hw/array/simd/images.ts';

/** The kernel of the process; every platform that the tests run on has one. */
export function kernel(): KernelImages {
  const images = kernelImages();
  if (!images) throw new Error('this platform has no WebAssembly SIMD');
  return images;
}
