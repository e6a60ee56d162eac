// Prints the latency of a TIMIT step on the BBS accelerator beside the published figure, for what its
// paper leaves open. With --golden writes the steps to test/golden/timit-latency.json instead: the table
// that the tests hold the model to.
import { writeFileSync } from 'node:fs';
import { jsonText } from '../src/report/tables/json.ts';
import { formatTable } from '../src/report/tables/table.ts';
import { spentCategories, timitLatencies } from './validation/timit.ts';

/**
 * Cao et al., FPGA 2019: latency of one step at batch 1 and 200 MHz; published
 * (recalled), see docs/validation.md.
 */
const PUBLISHED_US = 2.4;

const steps = timitLatencies();
const rows = steps.map(({ gateMatrix, lanes, cycles, latencyUs, achievedSparsity, stalls }) => ({
  gateMatrix,
  lanes,
  latencyUs,
  published: PUBLISHED_US,
  difference: 100 * (latencyUs / PUBLISHED_US - 1),
  achieved: 100 * achievedSparsity,
  cycles,
  ...stalls,
}));
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
    ...spentCategories(steps).map((key) => ({ key, title: key, digits: 0 })),
  ],
  rows,
  notes: ['Every cycle is in one category; "ewop" is what the SpMVs and the loads do not hide.'],
};
if (process.argv.includes('--golden')) {
  writeFileSync(
    new URL('../test/golden/timit-latency.json', import.meta.url),
    jsonText({ generator: 'scripts/validation.ts --golden', steps }),
  );
} else {
  process.stdout.write(`${formatTable(latencies, 'table')}\n${formatTable(breakdown, 'table')}`);
}
