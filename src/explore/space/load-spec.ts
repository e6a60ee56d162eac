import { type Loaded, loadConfig } from '../../config/load-config.ts';
import { SweepSchema, type SweepSpec } from './spec.ts';

/**
 * The sweep of that preset or file, before the accelerators and workloads that it names
 * are looked at. Throws BadInput.
 */
export function loadSweepSpec(nameOrPath: string): Loaded<SweepSpec> {
  return loadConfig('sweep', nameOrPath, SweepSchema);
}
