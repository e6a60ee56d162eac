import type { AcceleratorConfig } from '../hw/config/config.ts';
import { machineOf } from './machines.ts';

/**
 * What a digest holds of an accelerator: all that decides its result. Version 0.1.0 gave every accelerator fields that some kinds and patterns did
 * not read, and its digests have them; they are put back as they were when nobody set them, so that its results are found again.
 */
export function digestedConfig(config: AcceleratorConfig): Readonly<Record<string, unknown>> {
  const { timing, pattern, ...rest } = machineOf(config).decides(config, 'result');
  return {
    ports: 1,
    rowOrder: 'natural',
    arbiter: 'fixed',
    placement: 'even',
    ...rest,
    timing: { crossbarRegister: 0, ...(timing as object) },
    pattern: { ...(config.pattern.kind === 'dense' ? {} : { steps: 1 }), ...(pattern as object) },
  };
}
