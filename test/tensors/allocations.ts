const KINDS = [
  'Uint8Array',
  'Int8Array',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'ArrayBuffer',
] as const;

let largest = 0;
let total = 0;

/**
 * Makes every typed array that is constructed from now on count towards `largestAllocation`. Modules that
 * keep a constructor at load time (fflate does) are seen only when they are imported after this call.
 */
export function watchAllocations(): void {
  for (const kind of KINDS) {
    const original = globalThis[kind];
    const watched = new Proxy(original, {
      construct(target, args, newTarget) {
        const made = Reflect.construct(target, args, newTarget) as { readonly byteLength: number };
        if (args[0] instanceof ArrayBuffer) return made;
        largest = Math.max(largest, made.byteLength);
        total += made.byteLength;
        return made;
      },
    });
    // `slice` and `map` make what the prototype names.
    Object.defineProperty(original.prototype, 'constructor', { value: watched });
    Object.defineProperty(globalThis, kind, { value: watched, configurable: true, writable: true });
  }
}

/** Bytes of the largest typed array that is constructed while `work` runs. */
export function largestAllocation(work: () => void): number {
  largest = 0;
  work();
  return largest;
}

/** Bytes of all typed arrays that are constructed while `work` runs. */
export function totalAllocation(work: () => void): number {
  total = 0;
  work();
  return total;
}
