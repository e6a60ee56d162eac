import { type Loaded, loadConfig } from '../../config/load-config.ts';
import { type Sweep, SweepSchema } from './spec.ts';

/**
 * The sweep of that preset or file, before the accelerators and workloads that it names
 * are looked at. Throws BadInput.
 */
export function loadSweepSpec(nameOrPath: string): Loaded<Sweep> {
  return loadConfig('sweep', nameOrPath, SweepSchema);
}
