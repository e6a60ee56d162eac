import type { AcceleratorConfig } from '../hw/config/config.ts';
import { tableShape } from '../num/activation.ts';
import { machineOf } from './machines.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a digest holds of an accelerator: all that decides its result. Its tables are those that they come to,
 * so that a file that names what the format gives anyway is the same design.
 */
export function digestedConfig(config: AcceleratorConfig): Fields {
  const fields = machineOf(config).decides(config, 'result');
  const number = fields.number as Fields & { readonly activation?: Fields };
  const given = { range: null, segments: null, ...number.activation };
  const activation = { ...given, ...tableShape({ ...config.number, activation: given }) };
  return { ...fields, number: { ...number, activation } };
}
