import { type Bench, parametersText } from './bench.ts';
import { makefileText } from './makefile.ts';
import { benchSources, hardwareSources } from './rtl-sources.ts';

/**
 * Everything that a bench needs to run in a folder of its own, by path: the sources in rtl/, harness and
 * clocks, parameters, memory images, and a Makefile for Verilator and Icarus.
 */
export function benchFiles(bench: Bench): ReadonlyMap<string, string> {
  const hardware = [...hardwareSources()].map(([name, text]): [string, string] => [`rtl/${name}`, text]);
  return new Map([
    ...hardware,
    ...benchSources(bench),
    ['params.svh', parametersText(bench)],
    ...bench.images,
    ['Makefile', makefileText(bench)],
  ]);
}
