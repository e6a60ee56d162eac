import { kernelBase64 } from './kernel-bytes.ts';

/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/**
 * Linear memory. It never grows: that would detach its buffer, after which V8 runs every loop
 * over typed arrays a third slower.
 */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
}

/**
 * The functions of wasm/kernel.ts. Pointers are byte addresses in the memory, counts are of
 * elements; nothing is checked there.
 */
export interface KernelFunctions {
  sumRows(starts: number, rows: number, values: number, offsets: number, sums: number): void;
  doubleAddresses(at: number, count: number): number;
  arbitrateRows(
    starts: number,
    offsets: number,
    rows: number,
    count: number,
    lanes: number,
    mask: number,
    ports: number,
    slots: number,
    reads: number,
    waits: number,
    requests: number,
  ): void;
}

/**
 * The part of the platform's WebAssembly that is used here; the compiler's library
 * for Node does not describe it.
 */
interface Platform {
  validate(code: Uint8Array): boolean;
  readonly Module: new (code: Uint8Array) => object;
  readonly Memory: new (limits: { readonly initial: number }) => KernelMemory;
  readonly Instance: new (
    module: object,
    imports: { readonly env: { readonly memory: KernelMemory } },
  ) => { readonly exports: unknown };
}

/** An instance of the compiled kernel and its memory. */
export interface SimdKernel {
  readonly functions: KernelFunctions;
  readonly memory: KernelMemory;
}

/**
 * The compiled kernel with `bytes` of memory, which the platform provides page by page as they are
 * used; null on a platform without WebAssembly or its SIMD instructions, or without the address
 * space that WebAssembly reserves.
 */
export function instantiateKernel(bytes: number): SimdKernel | null {
  const { WebAssembly: platform } = globalThis as unknown as { readonly WebAssembly?: Platform };
  const code = Buffer.from(kernelBase64, 'base64');
  if (!platform?.validate(code)) return null;
  const memory = allocate(platform, Math.ceil(bytes / PAGE_BYTES));
  if (!memory) return null;
  const { exports } = new platform.Instance(new platform.Module(code), { env: { memory } });
  return { functions: exports as KernelFunctions, memory };
}

function allocate({ Memory }: Platform, pages: number): KernelMemory | null {
  try {
    return new Memory({ initial: pages });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
