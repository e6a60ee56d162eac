/** Compiles the SIMD kernel, wasm/kernel.ts, with AssemblyScript. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const options = '-O3 --noAssert --runtime stub --enable simd --importMemory';

/** The kernel as a WebAssembly module. Throws with the compiler's messages. */
export async function compileKernel(): Promise<Uint8Array> {
  const source = readFileSync(fileURLToPath(new URL('../../wasm/kernel.ts', import.meta.url)), 'utf8');
  let binary: Uint8Array | null = null;
  const { error, stderr } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...options.split(' ')], {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error || binary === null)
    throw new Error(`wasm/kernel.ts does not compile: ${stderr.toString()}`, { cause: error });
  return binary;
}

/** src/hw/array/simd/kernel-bytes.ts for a compiled kernel. */
export function kernelSource(binary: Uint8Array): string {
  return `/** The WebAssembly of wasm/kernel.ts, made by \`npm run wasm\`; in the sources, so that it is always found. */
export const kernelBase64 =
  '${Buffer.from(binary).toString('base64')}';
`;
}
