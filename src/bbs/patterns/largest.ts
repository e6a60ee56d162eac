import type { MagnitudeArray } from './magnitudes.ts';

const BUCKETS = 1 << 16;
/** Quickselect's partitions before it gives up on an order of values that is bad for it. */
const PARTITIONS = 64;

/**
 * Sets mask[from .. to-1] to 1 at the `count` largest of magnitudes[from .. to-1], to 0 elsewhere; of equal
 * ones the lower index is first. docs/timing.md section 8. `scratch` of any length is overwritten; segments
 * that do not fit in it cost a histogram more.
 */
export function keepLargest(
  magnitudes: MagnitudeArray,
  from: number,
  to: number,
  count: number,
  mask: Uint8Array,
  scratch: Float64Array,
): void {
  if (count <= 0 || count >= to - from) {
    mask.fill(Number(count > 0), from, to);
    return;
  }
  const threshold = countThLargest(magnitudes, from, to, count, scratch);
  let ties = count;
  for (let i = from; i < to; i++) {
    const larger = Number(magnitudes[i] > threshold);
    mask[i] = larger;
    ties -= larger;
  }
  for (let i = from; ties > 0; i++) {
    if (magnitudes[i] !== threshold) continue;
    mask[i] = 1;
    ties--;
  }
}

function countThLargest(
  magnitudes: MagnitudeArray,
  from: number,
  to: number,
  count: number,
  scratch: Float64Array,
): number {
  const length = to - from;
  if (length > scratch.length) return countThLargestOfMany(magnitudes, from, to, count);
  for (let i = 0; i < length; i++) scratch[i] = magnitudes[from + i];
  return select(scratch, length, count);
}

/**
 * As above for long segments: a histogram finds the bucket of the threshold, so that only
 * that bucket has to be searched.
 */
function countThLargestOfMany(magnitudes: MagnitudeArray, from: number, to: number, count: number): number {
  return thresholdsOf(magnitudes, from, to)(count);
}

/**
 * The count-th largest of magnitudes[from .. to-1] (count from 1 to to - from), for any number of counts: the
 * histogram is made once.
 */
export function thresholdsOf(
  magnitudes: MagnitudeArray,
  from: number,
  to: number,
): (count: number) => number {
  let largest = 0;
  for (let i = from; i < to; i++) if (magnitudes[i] > largest) largest = magnitudes[i];
  const scale = (BUCKETS - 1) / largest;
  const sizes = new Uint32Array(BUCKETS);
  for (let i = from; i < to; i++) sizes[bucketOf(magnitudes[i], scale)]++;
  return (count) => {
    let bucket = BUCKETS - 1;
    let rank = count;
    while (rank > sizes[bucket]) rank -= sizes[bucket--];
    const members = new Float64Array(sizes[bucket]);
    let found = 0;
    for (let i = from; i < to; i++) {
      if (bucketOf(magnitudes[i], scale) === bucket) members[found++] = magnitudes[i];
    }
    return select(members, found, rank);
  };
}

/**
 * Never falls with the magnitude; those below zero (magnitudes.ts) share bucket 0. A scale of zero or
 * infinity (because of the largest magnitude) puts all into one bucket, which is only slow.
 */
function bucketOf(magnitude: number, scale: number): number {
  return magnitude < 0 ? 0 : (magnitude * scale) | 0;
}

/** The rank-th largest (from 1) of values[0 .. length-1], which are reordered: Hoare's FIND. */
function select(values: Float64Array, length: number, rank: number): number {
  const target = rank - 1;
  let low = 0;
  let high = length - 1;
  for (let partitions = 0; low < high; partitions++) {
    if (partitions === PARTITIONS) return values.subarray(low, high + 1).sort()[high - target];
    const pivot = values[target];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (j < target) low = i;
    if (target < i) high = j;
  }
  return values[target];
}
