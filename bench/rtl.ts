/**
 * The simulator against RTL that was compiled by Verilator, and against Icarus on a small design:
 * `npm run bench:rtl`. Both sides run the same product on the same machine in the same run; what Verilator
 * needs to build is not counted. Writes out/bench-rtl.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { hasTool } from '../src/cosim/bench/tools.ts';
import { runBench } from '../src/cosim/run-bench.ts';
import { simulateSpmv } from '../src/cosim/simulate-spmv.ts';
import { spmvBench } from '../src/cosim/spmv-bench.ts';
import { jsonText } from '../src/report/tables/json.ts';
import { formatTable } from '../src/report/tables/table.ts';
import { type RacedDesign, racedDesign } from './rtl-designs.ts';
import { arbitratedValuesMs, checkedMs, timingMs, valuesMs } from './spmv.ts';

/**
 * A race: the RTL's time for one product, the simulator's, and how many times faster it should be at
 * least (null: for information).
 */
interface Race {
  readonly design: string;
  readonly cycles: number;
  readonly tool: string;
  readonly rtlMs: number;
  readonly simulator: string;
  readonly simulatorMs: number;
  readonly ratio: number;
  readonly wanted: number | null;
}

type Measured = readonly [what: string, ms: (design: RacedDesign) => number, wanted: number | null];

const balanced: readonly Measured[] = [
  ['every value', valuesMs, 20],
  ['every value, each checked against the integer reference', checkedMs, 5],
  ['timing only, encoded', timingMs, 500],
];
const compressed: readonly Measured[] = [['arbitration from scratch, every value', arbitratedValuesMs, 20]];
const small: readonly Measured[] = [['every value', valuesMs, null]];

/** Times that the compiled RTL is run; the median counts. */
const RUNS = 5;

/** After a build on all cores the machine settles before anything is timed. */
const SETTLE_MS = 3000;

/** Milliseconds of one product in the RTL: start pulse to done, the mean of `repeats` in a row. */
async function rtlMs(
  design: RacedDesign,
  tool: 'verilator' | 'icarus',
  repeats: number,
): Promise<{ ms: number; cycles: number }> {
  const simulated = simulateSpmv(design.config, design.stored, design.x);
  const bench = spmvBench(simulated, repeats);
  if (tool === 'icarus') {
    // Icarus does not say when it starts; a run with more products less a run with fewer
    // is the time of the difference.
    const [one, many] = [spmvBench(simulated, 1), bench];
    const time = async (of: typeof bench) => {
      const from = process.hrtime.bigint();
      await runBench(of, tool, { defines: ['BENCH'] });
      return Number(process.hrtime.bigint() - from) / 1e6;
    };
    const first = await time(one);
    return { ms: ((await time(many)) - first) / (repeats - 1), cycles: simulated.timing.cycles };
  }
  const { log } = await runBench(bench, tool, { defines: ['BENCH'], jobs: 4, minutes: 20, runs: RUNS });
  if (log.match(/^PASS/gm)?.length !== RUNS)
    throw new Error(`the RTL of ${design.name} does not pass: ${log.slice(0, 300)}`);
  const times = [...log.matchAll(/nanoseconds (\d+)/g)].map(([, nanoseconds]) => Number(nanoseconds));
  const median = times.sort((a, b) => a - b)[RUNS >> 1];
  return { ms: median / 1e6 / repeats, cycles: simulated.timing.cycles };
}

async function race(
  design: RacedDesign,
  tool: 'verilator' | 'icarus',
  repeats: number,
  measured: readonly Measured[],
): Promise<Race[]> {
  process.stderr.write(`${design.name} under ${tool} ...\n`);
  const { ms, cycles } = await rtlMs(design, tool, repeats);
  await setTimeout(SETTLE_MS);
  return measured.map(([simulator, run, wanted]) => {
    const simulatorMs = run(design);
    return {
      design: design.name,
      cycles,
      tool,
      rtlMs: ms,
      simulator,
      simulatorMs,
      ratio: ms / simulatorMs,
      wanted,
    };
  });
}

for (const tool of ['verilator', 'icarus'] as const)
  if (!hasTool(tool)) throw new Error(`${tool} is not installed`);
const races = [
  ...(await race(racedDesign('bbs', 64, 64, 4096, 1536), 'verilator', 20, balanced)),
  ...(await race(racedDesign('csr', 64, 64, 4096, 1536), 'verilator', 3, compressed)),
  ...(await race(racedDesign('bbs', 4, 8, 128, 64), 'icarus', 41, small)),
  ...(await race(racedDesign('csr', 4, 8, 128, 64), 'icarus', 41, small)),
];
mkdirSync('out', { recursive: true });
writeFileSync('out/bench-rtl.json', jsonText(races));
const table = {
  title: 'One product in compiled RTL and in the simulator',
  columns: [
    { key: 'design', title: 'design' },
    { key: 'cycles', title: 'cycles', digits: 0 },
    { key: 'tool', title: 'RTL under' },
    { key: 'rtlMs', title: 'RTL', unit: 'ms', digits: 3 },
    { key: 'simulator', title: 'simulator computes' },
    { key: 'simulatorMs', title: 'simulator', unit: 'ms', digits: 4 },
    { key: 'ratio', title: 'times faster', digits: 1 },
    { key: 'wanted', title: 'at least', digits: 0 },
  ],
  rows: races.map((one) => ({ ...one })),
  notes: ["Verilator's build is not counted. Both sides in one run on one machine."],
};
process.stdout.write(formatTable(table, 'table'));
