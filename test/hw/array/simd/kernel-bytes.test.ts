import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compileKernel, kernelSource } from '../../../../scripts/wasm/compile.ts';

describe('the WebAssembly in the sources', () => {
  it('is what AssemblyScript makes of wasm/kernel.ts, byte for byte: `npm run wasm` writes it', async () => {
    const path = fileURLToPath(new URL('../../../../src/hw/array/simd/kernel-bytes.ts', import.meta.url));
    expect(readFileSync(path, 'utf8')).toBe(kernelSource(await compileKernel()));
  });
});
