import { expandBfloat16, expandFloat16 } from './elements/float16.ts';
import { bfloat16Pattern, float16Pattern } from './elements/round-float16.ts';
import type { TensorType } from './tensor-file.ts';

/** Whether a float of 16 bits holds a value exactly; true of other types. */
export function isHeldBySmallFloat(dtype: TensorType, value: number): boolean {
  if (dtype === 'float16') return expandFloat16(Uint16Array.of(float16Pattern(value)))[0] === value;
  if (dtype === 'bfloat16') return expandBfloat16(Uint16Array.of(bfloat16Pattern(value)))[0] === value;
  return true;
}
