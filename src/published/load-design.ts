import { type Loaded, loadConfig } from '../config/load-config.ts';
import { type Design, DesignSchema } from './design.ts';

/** The published design of that preset or file. Throws BadInput. */
export function loadDesign(nameOrPath: string): Loaded<Design> {
  return loadConfig('design', nameOrPath, DesignSchema);
}
