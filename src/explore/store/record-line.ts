import { crc32 } from 'node:zlib';
import { BadInput } from '../../errors/bad-input.ts';
import { canonicalJson } from '../../num/digest.ts';
import { fromEarlier } from './earlier-metrics.ts';
import type { PointRecord, PointStatus, Value } from './record.ts';

/** The longest line that a store holds, its end included: readers need not keep more of a damaged file. */
export const maxLineBytes = 1 << 20;

/** `{"crc":"01234567",`: the checksum covers what follows, up to the end of the line. */
const head = '{"crc":"';
const separator = '",';
const digits = 8;
const bodyStart = head.length + digits + separator.length;

const lineEnd = 0x0a;

/**
 * A record as a line of a shard, with its end: the same record gives the same bytes. Throws BadInput for a
 * record that is longer than a line may be, TypeError for one that is not JSON (a number that is not finite).
 */
export function encodeRecord(record: PointRecord): string {
  const { key, sweep, index, status, reason, accelerator, workload, seed, axes, metrics } = record;
  if (Object.hasOwn(axes, '__proto__') || Object.hasOwn(metrics, '__proto__')) {
    throw new TypeError('a field of a record cannot be called __proto__');
  }
  const strings = JSON.stringify({ key, sweep, index, status, reason, accelerator, workload, seed });
  const body = `${strings.slice(1, -1)},"axes":${canonicalJson(axes)},"metrics":${canonicalJson(metrics)}}`;
  if (bodyStart + Buffer.byteLength(body) + 1 > maxLineBytes) {
    throw new BadInput(`point ${index}: expected a record of at most ${maxLineBytes} bytes, found more`);
  }
  return `${head}${checksum(body)}${separator}${body}\n`;
}

/**
 * The record of a line, given with its end; null for a line that is torn or changed, or is no record. Of
 * bytes, the checksum is that of the bytes themselves, so that nothing hides behind a repaired character.
 */
export function decodeRecord(line: string | Buffer): PointRecord | null {
  const bytes = typeof line === 'string' ? Buffer.from(line) : line;
  if (!isWholeLine(bytes)) return null;
  try {
    return recordOf(JSON.parse(bytes.toString('utf8')));
  } catch {
    return null;
  }
}

/** Whether a line has its end and the checksum that it says. */
export function isWholeLine(line: Buffer): boolean {
  const end = line.length - 1;
  if (end <= bodyStart || end >= maxLineBytes || line[end] !== lineEnd) return false;
  const start = line.toString('latin1', 0, bodyStart);
  return start === `${head}${checksum(line.subarray(bodyStart, end))}${separator}`;
}

function checksum(body: string | Buffer): string {
  return crc32(body).toString(16).padStart(digits, '0');
}

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): boolean => typeof value === 'string';

const statuses: readonly unknown[] = ['ok', 'infeasible', 'failed'] satisfies readonly PointStatus[];

/** What every field of a line must be: files come from anywhere, and a checksum is easily made. */
const checks: Readonly<Record<keyof PointRecord | 'crc', (value: unknown) => boolean>> = {
  crc: text,
  key: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  sweep: (value) => typeof value === 'string' && /^[0-9a-f]{12}$/.test(value),
  index: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  status: (value) => statuses.includes(value),
  reason: (value) => value === null || typeof value === 'string',
  accelerator: text,
  workload: text,
  seed: text,
  axes: isValues,
  metrics: isValues,
};

const fields = Object.entries(checks);

function recordOf(parsed: unknown): PointRecord | null {
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const found = parsed as Fields;
  // Also refuses `__proto__`, which is a field of its own when JSON.parse makes it.
  if (Object.keys(found).length !== fields.length) return null;
  if (!fields.every(([name, isRight]) => Object.hasOwn(found, name) && isRight(found[name]))) return null;
  const { key, sweep, index, status, reason, accelerator, workload, seed, axes, metrics } =
    parsed as PointRecord;
  const ofThisVersion = fromEarlier(metrics);
  return { key, sweep, index, status, reason, accelerator, workload, seed, axes, metrics: ofThisVersion };
}

function isValues(value: unknown): value is Readonly<Record<string, Value>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const found = value as Fields;
  if (Object.hasOwn(found, '__proto__')) return false;
  for (const name of Object.keys(found)) if (!isValue(found[name])) return false;
  return true;
}

/** JSON.parse makes Infinity of 1e999, which is no number that a line was written from. */
function isValue(value: unknown): value is Value {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' || typeof value === 'boolean' || value === null;
}
