import { patterns } from '../bbs/patterns/index.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import { machineOf } from './machines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a digest holds of an accelerator: all that decides its result. */
export function digestedConfig(config: AcceleratorConfig): Fields {
  return withDroppedFields(machineOf(config).decides(config, 'result'));
}

/**
 * Version 0.1.0 gave every accelerator fields that some kinds and patterns did not read, and
 * its digests have them. They are put back as they were when nobody had set them, so that what
 * it has simulated is found again.
 */
export function withDroppedFields(fields: Fields): Fields {
  const timing = { crossbarRegister: 0, ...mappingOf(fields.timing) };
  const all = { ports: 1, rowOrder: 'natural', arbiter: 'fixed', placement: 'even', ...fields, timing };
  const pattern = mappingOf(fields.pattern);
  const hadSteps = pattern !== null && !patterns.find(({ kind }) => kind === pattern.kind)?.keepsAll;
  return hadSteps ? { ...all, pattern: { steps: 1, ...pattern } } : all;
}

function mappingOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}
