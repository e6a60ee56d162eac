import { createHash } from 'node:crypto';
import { resultsSince } from '../config/version.ts';
import { canonicalJson, withoutProse } from '../num/digest.ts';
import { digestedConfig } from './digested-config.ts';
import type { Platform } from './platform.ts';

/**
 * Everything that decides a run: the platform by its contents, wherever its files are, the seed, what is run,
 * and whether values are computed.
 */
export interface DigestedRun {
  readonly platform: Omit<Platform, 'name'>;
  readonly seed: string;
  readonly inputs: unknown;
  readonly hasValues: boolean;
}

/**
 * 64 hexadecimal digits that stand for a run: the SHA-256 of its canonical JSON. The first 12 are
 * the `configHash` of its result.
 */
export function runDigest({ platform, seed, inputs, hasValues }: DigestedRun): string {
  const { config, costs, device, technology } = platform;
  // Canonical JSON of the whole, put together from parts: those that many runs share are written once.
  const parts = [
    `{"hasValues":${hasValues},"inputs":${canonicalJson(inputs)},`,
    `"platform":{"config":${canonicalJson(digestedConfig(config))},"costs":${textOf(costs)},`,
    `"device":${textOf(device)},"technology":${textOf(technology)}},`,
    `"seed":${JSON.stringify(seed)},"version":${JSON.stringify(resultsSince)}}`,
  ];
  return createHash('sha256').update(parts.join('')).digest('hex');
}

/** The head of a run's digest: what its result is known by. */
export function runHash(run: DigestedRun): string {
  return runDigest(run).slice(0, HASH_DIGITS);
}

/** Digits of a hash in results and pictures. */
export const HASH_DIGITS = 12;

/** Files of costs and devices are large, and the same objects for all points of a sweep. */
const texts = new WeakMap<object, string>();

function textOf(value: object): string {
  const known = texts.get(value) ?? canonicalJson(withoutProse(value));
  texts.set(value, known);
  return known;
}
