import { expandBfloat16, expandFloat16 } from './elements/float16.ts';
import { bfloat16Pattern, float16Pattern } from './elements/round-float16.ts';
import type { TensorType } from './tensor-file.ts';

/** Floats of 16 bits. */
export type SmallFloat = Extract<TensorType, 'float16' | 'bfloat16'>;

const LARGEST: Readonly<Record<SmallFloat, number>> = {
  float16: 2 ** 16 - 2 ** 5,
  bfloat16: 2 ** 128 - 2 ** 120,
};

/** Whether a type is one of floats of 16 bits. */
export function isSmallFloat(dtype: TensorType): dtype is SmallFloat {
  return dtype in LARGEST;
}

/** The nearest finite number that a float of 16 bits holds, ties to even. */
export function nearestSmallFloat(dtype: SmallFloat, value: number): number {
  const finite = Math.max(-LARGEST[dtype], Math.min(LARGEST[dtype], value));
  if (dtype === 'float16') return expandFloat16(Uint16Array.of(float16Pattern(finite)))[0];
  return expandBfloat16(Uint16Array.of(bfloat16Pattern(finite)))[0];
}
