import { kernelBase64 } from './kernel-bytes.ts';

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

/** Linear memory: `buffer` is replaced whenever it grows. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The functions of wasm/kernel.ts. Pointers are byte addresses in the memory, counts are of elements; nothing is checked there. */
export interface KernelFunctions {
  sumRows(starts: number, rows: number, values: number, offsets: number, sums: number): void;
  doubleAddresses(at: number, count: number): void;
  arbitrateRows(
    starts: number,
    offsets: number,
    rows: number,
    count: number,
    lanes: number,
    ports: number,
    slots: number,
    reads: number,
    waits: number,
    requests: number,
  ): void;
}

/** The part of the platform's WebAssembly that is used here; the compiler's library for Node does not describe it. */
interface Platform {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { readonly initial: number }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: KernelMemory } },
  ) => { readonly exports: unknown };
}

/** An instance of the compiled kernel and its memory. */
export interface Kernel {
  readonly functions: KernelFunctions;
  readonly memory: KernelMemory;
}

/** The compiled kernel with `pages` pages of memory, or null on a platform without WebAssembly or its SIMD instructions. */
export function instantiateKernel(pages: number): Kernel | null {
  const { WebAssembly: platform } = globalThis as { readonly WebAssembly?: Platform };
  const bytes = Buffer.from(kernelBase64, 'base64');
  if (!platform?.validate(bytes)) return null;
  const memory = new platform.Memory({ initial: pages });
  const { exports } = new platform.Instance(new platform.Module(bytes), { env: { memory } });
  return { functions: exports as KernelFunctions, memory };
}
