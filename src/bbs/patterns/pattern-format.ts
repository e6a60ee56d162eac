import type { ArraySizes } from '../array-sizes.ts';
import { csr } from '../formats/csr.ts';
import type { Encoded, Format } from '../formats/format.ts';
import type { FormatName } from '../formats/index.ts';
import type { PatternConfig } from './index.ts';
import { patternOf } from './named-pattern.ts';

/** How matrices of a pattern lie in memory, for an array of these sizes. */
export function patternFormat(pattern: PatternConfig, sizes: ArraySizes): Format<Encoded, FormatName> {
  return patternOf(pattern).format?.(pattern, sizes) ?? (csr as Format<Encoded, 'CSR'>);
}
