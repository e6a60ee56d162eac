import type { Bench } from './bench.ts';
import { isSmall } from './tools.ts';

/**
 * How each tool builds a bench, in its folder. `defines` are macros, such as BENCH (no records, times
 * printed) or DUMP (a VCD of everything).
 */
export function icarusArguments({ harness }: Bench, defines: readonly string[]): string[] {
  const macros = defines.map((name) => `-D${name}`);
  return [
    '-g2012',
    '-I.',
    '-yrtl',
    '-Y.sv',
    ...macros,
    '-s',
    'clock',
    '-o',
    'icarus.vvp',
    `${harness}.sv`,
    'clock.sv',
  ];
}

/** The same for Verilator; the program is obj_dir/Vharness. */
export function verilatorArguments(
  { harness, parameters }: Bench,
  defines: readonly string[],
  jobs: number,
): string[] {
  const macros = defines.map((name) => `-D${name}`);
  const trace = defines.includes('DUMP') ? ['--trace'] : [];
  return [
    ...['--cc', '--exe', '--build', '-O3', '-j', String(jobs), '-I.', '-Irtl', ...macros, ...trace],
    ...['--top-module', harness, '--prefix', 'Vharness'],
    ...['-CFLAGS', `-O2 -DPERIOD_PS=${parameters.PERIOD_PS}`],
    ...[`${harness}.sv`, 'clock.cpp'],
  ];
}

/**
 * The Makefile of an exported bench: `make icarus` runs it under Icarus, `make verilator` under Verilator,
 * `make` under the quicker one, `make lint` looks for warnings.
 */
export function makefileText(bench: Bench): string {
  const { harness } = bench;
  const quoted = (words: readonly string[]) =>
    words.map((word) => (word.includes(' ') ? `'${word}'` : word)).join(' ');
  return `# The bench ends with a line PASS, or with FAIL lines that say where.
SOURCES = $(wildcard rtl/*.sv) ${harness}.sv clock.sv clock.cpp params.svh $(wildcard *.hex)

.DEFAULT_GOAL := ${isSmall(bench) ? 'icarus' : 'verilator'}
.PHONY: icarus verilator lint waveform clean
icarus: icarus.vvp
	vvp icarus.vvp > icarus.log
	grep -E '^(PASS|FAIL)' icarus.log; grep -q '^PASS' icarus.log
icarus.vvp: $(SOURCES)
	iverilog ${quoted(icarusArguments(bench, []))}

verilator: obj_dir/Vharness
	./obj_dir/Vharness > verilator.log
	grep -E '^(PASS|FAIL)' verilator.log; grep -q '^PASS' verilator.log
obj_dir/Vharness: $(SOURCES)
	verilator ${quoted(verilatorArguments(bench, [], 2))}

lint:
	verilator --lint-only -Wall -I. -Irtl --top-module ${harness} ${harness}.sv

waveform: $(SOURCES)
	iverilog ${quoted(icarusArguments(bench, ['DUMP']))}
	vvp icarus.vvp > /dev/null

clean:
	rm -rf obj_dir icarus.vvp icarus.log verilator.log dump.vcd
`;
}
