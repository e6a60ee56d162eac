import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagePath } from '../../config/package-path.ts';
import type { Bench } from './bench.ts';

const folder = packagePath('rtl/');

/** The SystemVerilog of the hardware, by file name. */
export function hardwareSources(): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sv'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** The test bench of a harness: the harness itself and the clocks that drive it, by file name. */
export function benchSources({ harness }: Bench): ReadonlyMap<string, string> {
  const names = [`${harness}.sv`, 'clock.sv', 'clock.cpp'];
  return new Map(names.map((name) => [name, readFileSync(join(folder, 'harness', name), 'utf8')]));
}
