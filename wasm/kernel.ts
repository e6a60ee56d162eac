/**
 * The two hot loops over an encoded matrix, in AssemblyScript: products of rows, and
 * requests per bank. Compiled to WebAssembly with SIMD by `npm run wasm`. What they compute
 * is defined by src/hw/array/multiply-plain.ts and src/hw/array/arbitration-plain.ts;
 * layouts are in src/hw/array/simd/images.ts. Pointers are byte addresses, counts are of
 * elements, and nothing is checked here.
 */

/** The int16 words at the byte addresses of eight entries. */
function gather(offsets: usize): v128 {
  let words = i16x8.splat(0);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 0), words, 0);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 2), words, 1);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 4), words, 2);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 6), words, 3);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 8), words, 4);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 10), words, 5);
  words = v128.load_lane<u16>(<usize>load<u16>(offsets, 12), words, 6);
  return v128.load_lane<u16>(<usize>load<u16>(offsets, 14), words, 7);
}

/** The sum of four int32, modulo 2^32. */
function sumOfLanes(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

/**
 * The exact sum of `entries` products of int16, for up to 131,000 entries. A pair of products p lies in
 * -2^31 + 2^16 .. 2^31; 2^31 does not fit 32 bits, p - 1 always does. With p - 1 = 2^16 h + l and
 * 0 <= l < 2^16, `high` sums the h, and `low` sums p - 1 modulo 2^32. The sum of the l is below 2^32, so it
 * is what `low` and `high` leave modulo 2^32.
 */
function sumOfRow(values: usize, offsets: usize, entries: usize): i64 {
  const pairs = entries & ~7;
  const end = values + 2 * pairs;
  const one = i32x4.splat(1);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  while (values < end) {
    const pair = i32x4.sub(i32x4.dot_i16x8_s(v128.load(values), gather(offsets)), one);
    low = i32x4.add(low, pair);
    high = i32x4.add(high, i32x4.shr_s(pair, 16));
    values += 16;
    offsets += 16;
  }
  const h = sumOfLanes(high);
  const l = <u32>(sumOfLanes(low) - (h << 16));
  let sum = ((<i64>h) << 16) + <i64>l + <i64>(pairs >> 1);
  for (let rest = end + 2 * (entries & 7); values < rest; values += 2, offsets += 2) {
    sum += <i64>(<i32>load<i16>(values) * <i32>load<i16>(<usize>load<u16>(offsets)));
  }
  return sum;
}

/**
 * Sums of `rows` rows from `starts` (uint32 entry numbers) on, as float64: the
 * same integers that doubles hold.
 */
export function sumRows(starts: usize, rows: usize, values: usize, offsets: usize, sums: usize): void {
  for (const end = sums + 8 * rows; sums < end; sums += 8, starts += 4) {
    const from = <usize>load<u32>(starts);
    const entries = <usize>load<u32>(starts, 4) - from;
    store<f64>(sums, <f64>sumOfRow(values + 2 * from, offsets + 2 * from, entries));
  }
}

/**
 * Doubles `count` addresses in place, from words to bytes, and returns the largest
 * before that. A multiple of eight.
 */
export function doubleAddresses(at: usize, count: usize): u32 {
  let most = i16x8.splat(0);
  for (const end = at + 2 * count; at < end; at += 16) {
    const words = v128.load(at);
    most = i16x8.max_u(most, words);
    v128.store(at, i16x8.shl(words, 1));
  }
  most = i16x8.max_u(most, i64x2.shuffle(most, most, 1, 0));
  most = i16x8.max_u(most, i64x2.shr_u(most, 32));
  return <u32>i16x8.extract_lane_u(i16x8.max_u(most, i64x2.shr_u(most, 16)), 0);
}

/** Adds sixteen uint8 to sixteen uint32 in memory. */
function addBytes(counters: usize, bytes: v128): void {
  const low = i16x8.extend_low_i8x16_u(bytes);
  const high = i16x8.extend_high_i8x16_u(bytes);
  v128.store(counters, i32x4.add(v128.load(counters), i32x4.extend_low_i16x8_u(low)));
  v128.store(counters, i32x4.add(v128.load(counters, 16), i32x4.extend_high_i16x8_u(low)), 16);
  v128.store(counters, i32x4.add(v128.load(counters, 32), i32x4.extend_low_i16x8_u(high)), 32);
  v128.store(counters, i32x4.add(v128.load(counters, 48), i32x4.extend_high_i16x8_u(high)), 48);
}

/** The largest of sixteen uint8. */
function largestByte(bytes: v128): u32 {
  let most = i8x16.max_u(bytes, i64x2.shuffle(bytes, bytes, 1, 0));
  most = i8x16.max_u(most, i64x2.shr_u(most, 32));
  most = i8x16.max_u(most, i64x2.shr_u(most, 16));
  return <u32>i8x16.extract_lane_u(i8x16.max_u(most, i64x2.shr_u(most, 8)), 0);
}

/** Counts the requests per bank of a beat in `requests`, one byte each. */
function countRequests(offsets: usize, end: usize, mask: u32, requests: usize): void {
  for (; offsets < end; offsets += 2) {
    const at = requests + <usize>((<u32>load<u16>(offsets) >> 1) & mask);
    store<u8>(at, load<u8>(at) + 1);
  }
}

/**
 * Plays the arbiter of one PE over `count` rows whose numbers are at `rows`: cycles in S1 to `slots`; words
 * read and further cycles waited are added per bank to `reads` and `waits`. `lanes` is 2 .. 128 (a bank's
 * requests fit a byte; counters have room for 16), and so many banks; `mask` takes the bank out of an
 * address; `ports` is 1 or 2.
 */
export function arbitrateRows(
  starts: usize,
  offsets: usize,
  rows: usize,
  count: usize,
  lanes: usize,
  mask: u32,
  ports: i32,
  slots: usize,
  reads: usize,
  waits: usize,
  requests: usize,
): void {
  const one = i8x16.splat(1);
  const none = i8x16.splat(0);
  for (const end = rows + 4 * count; rows < end; rows += 4, slots += 4) {
    const start = starts + 4 * <usize>load<u32>(rows);
    let from = offsets + 2 * <usize>load<u32>(start);
    const rowEnd = offsets + 2 * <usize>load<u32>(start, 4);
    let cycles: u32 = 0;
    for (; from < rowEnd; from += 2 * lanes) {
      countRequests(from, min(from + 2 * lanes, rowEnd), mask, requests);
      let most = none;
      for (let bank: usize = 0; bank < lanes; bank += 16) {
        const asked = v128.load(requests + bank);
        v128.store(requests + bank, none);
        const further = i8x16.shr_u(i8x16.sub_sat_u(asked, one), ports - 1);
        most = i8x16.max_u(most, further);
        addBytes(reads + 4 * bank, asked);
        addBytes(waits + 4 * bank, further);
      }
      cycles += 1 + largestByte(most);
    }
    store<u32>(slots, max<u32>(1, cycles));
  }
}
