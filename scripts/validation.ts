// Prints the latency of a TIMIT step on the BBS accelerator beside the published figure, for what its paper leaves open.
import { stallCategories } from '../src/hw/stalls.ts';
import { formatTable } from '../src/report/table.ts';
import { loadModel } from '../src/study/load-model.ts';
import { loadPlatform } from '../src/study/platform.ts';
import { runModel } from '../src/study/run-model.ts';

/** Cao et al., FPGA 2019: latency of one step at batch 1 and 200 MHz; published (recalled), see docs/validation.md. */
const PUBLISHED_US = 2.4;

const loaded = loadModel({ workload: 'timit', sets: [], weights: null, prefix: null, seed: '1' });

function latency(gateMatrix: string, lanes: number) {
  const sets = [`gateMatrix=${gateMatrix}`, `ewop.lanes=${lanes}`];
  const { result } = runModel({
    platform: loadPlatform('bbs', sets),
    loaded,
    steps: null,
    sparsity: null,
    pattern: 'configured',
    files: null,
    hasValues: false,
    mustFit: true,
    seed: '1',
  });
  const { latencyUs, cycles, stalls, weights } = result;
  return {
    gateMatrix,
    lanes,
    latencyUs,
    published: PUBLISHED_US,
    difference: 100 * (latencyUs / PUBLISHED_US - 1),
    achieved: 100 * weights.achievedSparsity,
    cycles: cycles.total,
    ...stalls,
  };
}

const rows = ['separate', 'combined'].flatMap((gateMatrix) =>
  [32, 64, 128].map((lanes) => latency(gateMatrix, lanes)),
);
const spent = stallCategories.filter((category) => rows.some((row) => row[category] > 0));
const design = [
  { key: 'gateMatrix', title: 'gate matrices' },
  { key: 'lanes', title: 'lanes', digits: 0 },
];
const latencies = {
  title: 'TIMIT on bbs (64 x 64, 200 MHz, vector instructions): latency of one step',
  columns: [
    ...design,
    { key: 'latencyUs', title: 'latency', unit: 'us', digits: 2 },
    { key: 'published', title: 'published (recalled)', unit: 'us', digits: 2 },
    { key: 'difference', title: 'difference', unit: '%', digits: 1 },
    { key: 'achieved', title: 'achieved sparsity', unit: '%', digits: 1 },
  ],
  rows,
};
const breakdown = {
  title: 'Cycles by category',
  columns: [
    ...design,
    { key: 'cycles', title: 'total', digits: 0 },
    ...spent.map((key) => ({ key, title: key, digits: 0 })),
  ],
  rows,
  notes: ['Every cycle is in one category; "ewop" is what the SpMVs and the loads do not hide.'],
};
process.stdout.write(`${formatTable(latencies, 'table')}\n${formatTable(breakdown, 'table')}`);
