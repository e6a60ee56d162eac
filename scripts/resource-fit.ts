// Prints what the resource estimate says of modules of the RTL beside what they are mapped to alone, fitted
// sizes and held-out ones, of the whole SpMV unit, to which nothing is fitted, and the constants of the fit.
// `--write` puts these into resource-costs.yaml.
import { readFileSync, writeFileSync } from 'node:fs';
import { isScalar, parseDocument } from 'yaml';
import { priceOf } from '../src/cosim/synthesis/block-price.ts';
import {
  blockFits,
  cellsPerUnit,
  constantOf,
  costFamilyOf,
  fitBlocks,
  isHeldOut,
  sampleGroup,
  unitSample,
} from '../src/cosim/synthesis/fit-blocks.ts';
import { parameterText, readMappedBlocks } from '../src/cosim/synthesis/mapped-blocks.ts';
import { readMappedTable } from '../src/cosim/synthesis/mapped-table.ts';
import { ResourceCostsSchema } from '../src/energy/resource-costs.ts';
import { formatTable } from '../src/report/tables/table.ts';

const path = (name: string) => new URL(`../configs/technology/${name}`, import.meta.url);
const blocks = readMappedBlocks(readFileSync(path('mapped-blocks.csv'), 'utf8'), 'mapped-blocks.csv');
const text = readFileSync(path('resource-costs.yaml'), 'utf8');
const document = parseDocument(text);
const costs = ResourceCostsSchema.parse(document.toJS());
const fits = { intel: fitBlocks(blocks, costs, 'intel'), xilinx: fitBlocks(blocks, costs, 'xilinx') };

/** To a tenth; 0 of 0 is no error. */
const percent = (estimate: number, mapped: number) =>
  mapped === 0 ? null : Math.round(1000 * (estimate / mapped - 1)) / 10 || 0;

const units = readMappedTable(readFileSync(path('mapped-cells.csv'), 'utf8'), 'mapped-cells.csv');
const samples = [...blocks, ...units.map((size) => ({ ...size, ...unitSample(size) }))];
const rows = samples.flatMap((block) => {
  const family = costFamilyOf(block);
  const price = priceOf(block, costs, fits[family]);
  if (!price) return [];
  const logic = price.logic * cellsPerUnit[family];
  return {
    ...block,
    group: sampleGroup(block),
    parameters: parameterText(block).replace(
      /(ADDRESS|BANK|SLOT|LANE|BEAT|WEIGHT|COUNT|ELEMENT)_BITS=\d+ ?/g,
      '',
    ),
    part: isHeldOut(block) ? 'held out' : 'fitted',
    estimate: logic,
    error: percent(logic, block.logic),
    flipFlopEstimate: price.flipFlops,
    flipFlopError: percent(price.flipFlops, block.flipFlops),
  };
});

process.stdout.write(
  formatTable(
    {
      title: 'Modules of the RTL, mapped alone, and what the estimate says of them',
      columns: [
        { key: 'family', title: 'family' },
        { key: 'module', title: 'module' },
        { key: 'parameters', title: '' },
        { key: 'part', title: '' },
        { key: 'logic', title: 'LUT or ALUT', digits: 0 },
        { key: 'estimate', title: 'estimate', digits: 0 },
        { key: 'error', title: 'error', unit: '%', digits: 1 },
        { key: 'flipFlops', title: 'flip-flops', digits: 0 },
        { key: 'flipFlopEstimate', title: 'estimate', digits: 0 },
        { key: 'flipFlopError', title: 'error', unit: '%', digits: 1 },
      ],
      rows,
    },
    'table',
  ),
);

const largest = (part: string, group: string, key: 'error' | 'flipFlopError') =>
  rows
    .filter((row) => row.part === part && row.group === group)
    .reduce<number | null>((most, row) => {
      const error = row[key];
      return error === null || (most !== null && Math.abs(most) >= Math.abs(error)) ? most : error;
    }, null);
const error = (key: string, title: string) => ({ key, title, unit: '%', digits: 1 });
process.stdout.write(
  formatTable(
    {
      title: 'Largest errors by module',
      columns: [
        { key: 'group', title: 'module' },
        error('logic', 'logic, fitted'),
        error('logicHeld', 'held out'),
        error('flipFlops', 'flip-flops'),
        error('flipFlopsHeld', 'held out'),
      ],
      rows: [...new Set(rows.map(({ group }) => group))].map((group) => ({
        group,
        logic: largest('fitted', group, 'error'),
        logicHeld: largest('held out', group, 'error'),
        flipFlops: largest('fitted', group, 'flipFlopError'),
        flipFlopsHeld: largest('held out', group, 'flipFlopError'),
      })),
    },
    'table',
  ),
);

let written = text;
for (const name of ['intel', 'xilinx'] as const) {
  for (const constant of blockFits.flatMap(({ constants }) => constants)) {
    const { value } = constantOf(fits[name], constant);
    process.stdout.write(`${name}.${constant}: ${value}\n`);
    const node = document.getIn(['families', name, ...constant.split('.'), 'value'], true);
    if (!isScalar(node) || !node.range) throw new Error(`resource-costs.yaml has no ${name}.${constant}`);
    node.value = value;
  }
}
if (process.argv.includes('--write')) {
  // Only the values change: lines stay where they are.
  const scalars = [...(['xilinx', 'intel'] as const)].flatMap((name) =>
    blockFits.flatMap(({ constants }) =>
      constants.map((constant) => document.getIn(['families', name, ...constant.split('.'), 'value'], true)),
    ),
  );
  const places = scalars.flatMap((node) =>
    isScalar(node) && node.range
      ? [{ from: node.range[0], to: node.range[1], value: String(node.value) }]
      : [],
  );
  for (const { from, to, value } of places.sort((a, b) => b.from - a.from))
    written = written.slice(0, from) + value + written.slice(to);
  writeFileSync(path('resource-costs.yaml'), written);
}
