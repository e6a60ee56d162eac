import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that run for long. Begun last, one of them alone would keep the others waiting. */
const LONG = [
  'docs/examples',
  'published/reproduce.slow',
  'cosim/npm-simulator.slow',
  'cosim/mutations.slow',
  'cosim/rtl-mutations.slow',
  'cosim/rtl-mutations-packed.slow',
  'optimize/optimize.slow',
  'cosim/random',
  'cli/sweep',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/**
 * The files of a project share their workers, one for each core: to start a process for each costs more than most files do. What replaces
 * a module or changes what belongs to the whole process would be seen by the files after it, so it has a process of its own.
 */
const common = {
  globalSetup: ['test/bundled.ts'],
  setupFiles: ['test/setup.ts'],
  pool: 'forks' as const,
  maxWorkers: '100%',
};
const changesItsProcess =
  /\bvi\.(?:mock|stubGlobal|useFakeTimers)\(|\bprocess\.env\.\w+ =|\bsetFlagsFromString\(|\bwatchAllocations\(\)|\.cache\)/;
const alone = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && !path.endsWith('.slow.test.ts'))
  .map((path) => join('test', path))
  .filter((path) => changesItsProcess.test(readFileSync(path, 'utf8')));

/** Files whose tests draw more cases in the slow suite. */
const DRAWN = [
  'test/config/fuzz.test.ts',
  'test/cosim/{lint,random,waveform}.test.ts',
  'test/explore/cluster/slurm-scripts.test.ts',
  'test/explore/expression/expression.test.ts',
  'test/explore/engine/sharing-keys.test.ts',
  'test/explore/store/lock.test.ts',
  'test/hw/sequencer/waits.test.ts',
  'test/hw/trace/run-trace.test.ts',
  'test/properties/*.test.ts',
  'test/published/delta/queues.test.ts',
  'test/report/charts/svg.test.ts',
  'test/run/doubled-fields.test.ts',
  'test/study/compare/fastest-fit.test.ts',
  'test/tensors/{hostile,strange-contents}.test.ts',
  'test/tensors/fuzz/fuzz.test.ts',
];

/** No test fails because a machine is slow: these limits end what hangs, and nothing else. */
const minutes = (count: number) => ({ testTimeout: count * 60_000, hookTimeout: count * 60_000 });

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    coverage: { provider: 'v8', include: ['src/**'] },
    projects: [
      {
        test: {
          ...common,
          ...minutes(5),
          name: 'fast',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.slow.test.ts', ...alone],
        },
      },
      { test: { ...common, ...minutes(5), name: 'fast-alone', include: alone } },
      {
        test: {
          ...common,
          ...minutes(30),
          name: 'slow',
          env: { BBSIM_SUITE: 'slow' },
          include: ['test/**/*.slow.test.ts', ...DRAWN],
        },
      },
    ],
  },
});
