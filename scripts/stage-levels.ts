// Maps the stages of a PE to six-input functions with the Yosys on PATH. `--write` makes the committed table
// again, `--missing` maps what it lacks. Then, or without either, the table is printed, what is fitted to it,
// and the highest clock of every kind at 2 to 64 lanes as the clock model has it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { levelCircuits } from '../src/cosim/synthesis/level-circuits.ts';
import { fitLevels } from '../src/cosim/synthesis/level-fit.ts';
import { mapLevels } from '../src/cosim/synthesis/map-levels.ts';
import { isRowOf, mappedLevelsText, readMappedLevels } from '../src/cosim/synthesis/mapped-levels.ts';
import { formatTable } from '../src/report/tables/table.ts';
import { FMAX_PES, fmaxTable } from './validation/fmax.ts';

const source = 'configs/technology/mapped-levels.csv';
const path = new URL(`../${source}`, import.meta.url);
const { values } = parseArgs({ options: { write: { type: 'boolean' }, missing: { type: 'boolean' } } });
const committed = () => (existsSync(path) ? readMappedLevels(readFileSync(path, 'utf8'), source) : []);

/** Maps what is asked for; what was mapped is in the table even if a later circuit fails. */
async function map(isAsked: (circuit: (typeof levelCircuits)[number]) => boolean): Promise<void> {
  let rows = committed();
  for (const circuit of levelCircuits.filter(isAsked)) {
    const row = await mapLevels(circuit);
    rows = levelCircuits.flatMap((one) => (one === circuit ? [row] : rows.filter(isRowOf(one))));
    writeFileSync(path, mappedLevelsText(rows));
    const { stage, variant, lanes, window, levels, functions } = row;
    console.error(`${stage}, ${variant}, ${lanes} x ${window}: ${levels} levels, ${functions} functions`);
  }
}

if (values.write) await map(() => true);
if (values.missing) await map((circuit) => !committed().some(isRowOf(circuit)));

const rows = committed();
const number = (key: string, title: string, digits = 0, unit = '') => ({ key, title, unit, digits });
const print = (title: string, columns: Parameters<typeof formatTable>[0]['columns'], of: readonly object[]) =>
  process.stdout.write(
    formatTable({ title, columns, rows: of } as Parameters<typeof formatTable>[0], 'table'),
  );

print(
  'Stages mapped to six-input functions: one behind the other, and all of them',
  [
    { key: 'stage', title: 'stage' },
    { key: 'variant', title: 'variant' },
    number('lanes', 'N'),
    number('window', 'beats in flight'),
    number('levels', 'levels'),
    number('functions', 'functions'),
    { key: 'tool', title: 'tool' },
  ],
  rows,
);
const numbers = (list: readonly { n: number; levels: number }[]) =>
  list.map(({ n, levels }) => `${n}: ${Number(levels.toFixed(2))}`).join(', ');
print(
  'Least squares of each entry of stage-delays.yaml, and of all sizes but the largest, which is held out',
  [
    { key: 'entry', title: 'entry' },
    number('base', 'base', 3),
    number('perDoubling', 'perDoubling', 3),
    number('perRequester', 'perRequester', 3),
    { key: 'mapped', title: 'n: levels' },
    { key: 'heldOut', title: 'held out' },
    { key: 'estimates', title: 'estimated' },
    { key: 'errors', title: 'error [levels]' },
  ],
  fitLevels(rows).map(({ samples, heldOut, ...fit }) => ({
    ...fit,
    mapped: numbers(samples),
    heldOut: numbers(heldOut),
    estimates: heldOut.map(({ estimate }) => estimate.toFixed(1)).join(', '),
    errors: heldOut.map(({ levels, estimate }) => (estimate - levels).toFixed(1)).join(', '),
  })),
);
print(
  `Fmax of ${FMAX_PES} PEs of N lanes, the TIMIT network, on an Arria 10 GX1150, and the stage that limits it`,
  [
    { key: 'design', title: 'design' },
    number('lanes', 'N'),
    number('lowMhz', 'low', 1, 'MHz'),
    number('fmaxMhz', 'Fmax', 1, 'MHz'),
    number('highMhz', 'high', 1, 'MHz'),
    { key: 'limitedBy', title: 'limited by' },
  ],
  fmaxTable(),
);
