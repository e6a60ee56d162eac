import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type RunResult, RunResultSchema } from '../../src/run/result.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
/** Runs the built program as a user does, and says on standard error what memory it took at its peak. */
const script = [
  'process.argv.splice(1, 1);',
  "process.on('exit', () => process.stderr.write('\\nmaxRss ' + process.resourceUsage().maxRSS));",
  'await import(process.argv[1]);',
].join(' ');

interface Measured {
  readonly stdout: string;
  readonly mebibytes: number;
}

function bbsim(...args: string[]): Measured {
  const all = ['--input-type=module', '-e', script, '--', 'x', program, ...args];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, all, options);
  if (status !== 0) throw new Error(`bbsim ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { stdout, mebibytes: Number(/maxRss (\d+)$/.exec(stderr)?.[1]) / 1024 };
}

const workloads = [
  {
    workload: 'ptb',
    cycles: 127_994,
    residency: 'streamed',
    kept: 2 * 6000 * 64 * 2 * 3,
    comparedValues: 2 * (1500 + 1500),
    error: 0.007,
    mostMebibytes: 600,
  },
  {
    workload: 'timit-2x1024',
    cycles: 906,
    residency: 'resident',
    // k is 1 of the 2 words that a bank holds of 123 inputs (one only in some: 123
    // columns in 64 banks), and 2 of 16.
    kept: 4096 * 64 * (1 + 2) + 4096 * 64 * (2 + 2),
    comparedValues: 2 * (1024 + 1024),
    error: 0.007,
    mostMebibytes: 400,
  },
];

describe.each(workloads)(
  '$workload on bbs',
  ({ workload, cycles, residency, kept, comparedValues, error, mostMebibytes }) => {
    const results = new Map<boolean, RunResult>();

    it.each([
      { values: true, what: 'with every value checked' },
      { values: false, what: 'timing only' },
    ])('runs $what, within a bound of memory', ({ values }) => {
      const args = ['run', workload, '--format', 'json', ...(values ? [] : ['--no-values'])];
      const { stdout, mebibytes } = bbsim(...args);
      const result = RunResultSchema.parse(JSON.parse(stdout));
      results.set(values, result);
      expect(result.cycles.total).toBe(cycles);
      expect(result.weights).toMatchObject({ kept, residency });
      expect(Object.values(result.stalls).reduce((sum, n) => sum + n, 0)).toBe(cycles);
      const measured = `bbsim ${args.join(' ')}: ${mebibytes.toFixed(0)} MiB`;
      expect(mebibytes, measured).toBeLessThan(mostMebibytes);
      process.stderr.write(`${measured}\n`);
    });

    it('agrees with the integer reference in every value, and with float64 within the format', () => {
      const accuracy = results.get(true)?.accuracy;
      expect(accuracy?.comparedValues).toBe(comparedValues);
      expect(accuracy?.maxAbsErrorH).toBeLessThan(error);
      expect(accuracy?.maxAbsErrorC).toBeLessThan(error);
    });

    it('takes the same time with and without values', () => {
      const [full, timed] = [true, false].map((values) => {
        // Energy follows the toggle rates of the vector, which are measured of values.
        const result = results.get(values) as RunResult;
        const { accuracy: _, configHash: _hash, energy: _energy, actions: _actions, ...others } = result;
        const ofValues =
          /^(config_hash|output_error|value_error|saturated_(inputs|values)|wrapped_accumulators|power_w|energy.*)$/;
        const kept = Object.entries(result.metrics).filter(([name]) => !ofValues.test(name));
        return { ...others, metrics: Object.fromEntries(kept) };
      });
      expect(full).toEqual(timed);
    });
  },
);

describe('the largest comparison, ptb on every accelerator,', () => {
  it('stays below a gibibyte', () => {
    const { stdout, mebibytes } = bbsim('compare', 'ptb', '--format', 'json');
    const { rows } = JSON.parse(stdout) as { rows: { run: { weights: { kept: number } } }[] };
    const unstructured = rows.filter(({ run }) => run.weights.kept < 20_000_000);
    expect(new Set(unstructured.map(({ run }) => run.weights.kept)).size).toBe(1);
    const measured = `bbsim compare ptb: ${mebibytes.toFixed(0)} MiB`;
    expect(mebibytes, measured).toBeLessThan(1024);
    process.stderr.write(`${measured}\n`);
  });
});
