/** Compiles the SIMD kernel into the sources: `npm run wasm`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileKernel, kernelSource } from './wasm/compile.ts';

const binary = await compileKernel();
writeFileSync(
  fileURLToPath(new URL('../src/hw/array/simd/kernel-bytes.ts', import.meta.url)),
  kernelSource(binary),
);
console.log(`src/hw/array/simd/kernel-bytes.ts: ${binary.length} bytes of WebAssembly`);
