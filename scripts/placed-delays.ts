// Places and routes the circuits of a PE on an iCE40 HX8K. `--write` makes the committed table again (ten
// minutes; `--missing` for the circuits that it lacks), `--check` places the smallest circuits and compares.
// Without either, the committed figures are printed, what is fitted to them, and PEs beside the fit.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PlacedCircuit } from '../src/cosim/placement/circuit.ts';
import { placedCircuits, seedsOf } from '../src/cosim/placement/circuits.ts';
import { fitDelays, heldOutErrors } from '../src/cosim/placement/delay-fit.ts';
import { mappedPaths } from '../src/cosim/placement/mapped-path.ts';
import { estimatePes } from '../src/cosim/placement/pe-estimate.ts';
import { placeCircuit, placementTools } from '../src/cosim/placement/place.ts';
import { type PlacedRow, placedTableText, readPlacedTable } from '../src/cosim/placement/placed-table.ts';
import { formatTable } from '../src/report/tables/table.ts';

const source = 'configs/technology/placed-delays.csv';
const path = new URL(`../${source}`, import.meta.url);
const { values } = parseArgs({
  options: { write: { type: 'boolean' }, missing: { type: 'boolean' }, check: { type: 'boolean' } },
});

const committed = () => readPlacedTable(readFileSync(path, 'utf8'), source);
const isOf =
  (circuit: PlacedCircuit) =>
  ({ stage, variant, size }: PlacedRow) =>
    stage === circuit.stage && variant === circuit.variant && size === circuit.size;

async function toolOrEnd(): Promise<string> {
  const tool = await placementTools();
  if (tool !== null) return tool;
  console.error('yosys and nextpnr-ice40 are not on PATH');
  process.exit(2);
}

/** Places what is asked for; what was placed is in the table even if a later circuit fails. */
async function write(isAsked: (circuit: PlacedCircuit) => boolean): Promise<void> {
  const tool = await toolOrEnd();
  let rows = committed();
  for (const circuit of placedCircuits.filter(isAsked)) {
    const placed = await placeCircuit(circuit, seedsOf(circuit), tool);
    rows = placedCircuits.flatMap((one) => (one === circuit ? placed : rows.filter(isOf(one))));
    writeFileSync(path, placedTableText(rows));
    const delays = placed.map(({ delayNs }) => delayNs.toFixed(2)).join(' ');
    console.log(`${circuit.stage}, ${circuit.variant}, ${circuit.size}: ${delays} ns`);
  }
}

/** Ends with 1 where a circuit of few cells is placed otherwise than the table says. */
async function check(): Promise<void> {
  const tool = await toolOrEnd();
  const rows = committed();
  const small = placedCircuits.filter((one) => rows.some((row) => isOf(one)(row) && row.cells < 150));
  for (const circuit of small) {
    const same =
      placedTableText(await placeCircuit(circuit, seedsOf(circuit), tool)) ===
      placedTableText(rows.filter(isOf(circuit)));
    console.log(
      `${circuit.stage}, ${circuit.variant}, ${circuit.size}: ${same ? 'as committed' : 'differs'}`,
    );
    if (!same) process.exitCode = 1;
  }
}

if (values.write) await write(() => true);
if (values.missing) await write((circuit) => !committed().some(isOf(circuit)));
if (values.check) await check();

const circuits = mappedPaths(committed());
const singles = circuits.filter(({ stage }) => stage !== 'PE');
const fit = fitDelays(singles);
const number = (key: string, title: string, unit = '', digits = 2) => ({ key, title, unit, digits });
const print = (
  title: string,
  columns: Parameters<typeof formatTable>[0]['columns'],
  rows: readonly object[],
) =>
  process.stdout.write(formatTable({ title, columns, rows } as Parameters<typeof formatTable>[0], 'table'));

/** A row whose error is 0 where it is less than half of what is printed. */
const toTenths = <Row extends { readonly errorPercent: number }>(row: Row): Row => ({
  ...row,
  errorPercent: Math.round(10 * row.errorPercent) / 10 || 0,
});

print(
  'Circuits placed and routed on an iCE40 HX8K, the median of the seeds, and the fit without the circuit',
  [
    { key: 'stage', title: 'stage' },
    { key: 'variant', title: 'variant' },
    number('size', 'size', '', 0),
    number('cells', 'cells', '', 0),
    number('levels', 'levels', '', 0),
    number('carryBits', 'carry bits', '', 0),
    number('delayNs', 'placed', 'ns'),
    number('spreadNs', 'spread of seeds', 'ns'),
    number('heldOutNs', 'fit without it', 'ns'),
    number('errorPercent', 'error', '%', 1),
  ],
  heldOutErrors(singles).map(toTenths),
);
print(
  'What is fitted to them',
  [{ key: 'constant', title: 'constant' }, number('value', 'value', 'ns', 3)],
  Object.entries(fit).map(([constant, value]) => ({ constant, value })),
);
print(
  'PEs placed as a whole (words of 16 bits, weights of 2, accumulators of 32), and the estimate',
  [
    { key: 'variant', title: 'PE' },
    number('lanes', 'N', '', 0),
    { key: 'limitedBy', title: 'limited by' },
    number('placedMhz', 'placed', 'MHz', 1),
    number('estimateMhz', 'estimate', 'MHz', 1),
    number('placedRatio', 'parallel / PE', '', 3),
    number('estimateRatio', 'estimated', '', 3),
    number('errorPercent', 'error', '%', 1),
  ],
  estimatePes(circuits, fit).map(toTenths),
);
