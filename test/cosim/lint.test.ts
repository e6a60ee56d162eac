import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Bench } from '../../src/cosim/bench/bench.ts';
import { benchFiles } from '../../src/cosim/bench/bench-files.ts';
import { benchSources, hardwareSources } from '../../src/cosim/bench/rtl-sources.ts';
import { randomCase } from '../../src/cosim/random-case.ts';
import { casesOf } from '../drawn.ts';
import { missingTool } from './rtl-tools.ts';

/** Random designs of all kinds and both styles; the fourth and two more of the others are GRUs. */
const indices = [0, 1, 2, 72, ...Array.from({ length: 13 }, (_, index) => index + 3)].slice(
  0,
  casesOf(4, 17),
);

function inFolder<Result>(bench: Bench, use: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'bbsim-lint-'));
  try {
    for (const [path, text] of benchFiles(bench)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the RTL', () => {
  it('gives a reason beside every waiver', () => {
    const waivers = [
      ...hardwareSources(),
      ...benchSources({ harness: 'spmv_harness' } as Bench),
      ...benchSources({ harness: 'lstm_harness' } as Bench),
    ].flatMap(([file, text]) =>
      text
        .split('\n')
        .filter((line) => line.includes('lint_off'))
        .map((line) => ({ file, line: line.trim(), reason: /lint_off \w+ \*\/ {2}\/\/ \S/.test(line) })),
    );
    expect(waivers.length).toBeGreaterThan(0);
    expect(waivers.filter(({ reason }) => !reason)).toEqual([]);
  });

  const missing = missingTool('verilator');

  it.skipIf(missing).each(indices)(
    'has no warning under verilator --lint-only -Wall (design of case %i)',
    (index) => {
      const { bench } = randomCase('1', index, null);
      const warnings = inFolder(bench, (cwd) =>
        execFileSync('sh', ['-c', 'make -s lint 2>&1 || true'], { cwd, encoding: 'utf8' }),
      );
      expect(warnings).toBe('');
    },
  );

  it.skipIf(missingTool('icarus'))('has no warning under iverilog -Wall', () => {
    const { bench } = randomCase('1', 5, null);
    const words = [
      '-g2012',
      '-Wall',
      '-Wno-timescale',
      '-I.',
      '-yrtl',
      '-Y.sv',
      '-o',
      'out.vvp',
      '-s',
      'clock',
      `${bench.harness}.sv`,
      'clock.sv',
    ];
    const output = inFolder(bench, (cwd) =>
      execFileSync('sh', ['-c', `iverilog ${words.join(' ')} 2>&1`], { cwd, encoding: 'utf8' }),
    );
    // That a comparison of all instructions watches the whole program memory is what it is meant to do.
    const unexpected = output
      .split('\n')
      .filter((line) => line !== '' && !line.includes('is sensitive to all'));
    expect(unexpected).toEqual([]);
  });
});
