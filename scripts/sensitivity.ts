// Prints what every assumption of the clock, area and energy models alone makes of the headline, the
// bank-balanced design against the best baseline that fits, and with a folder as its argument draws it
// (sensitivity-latency.png, sensitivity-energy.png): docs/validation.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../src/config/version.ts';
import { renderPng } from '../src/report/charts/render.ts';
import type { TornadoSpec } from '../src/report/charts/spec.ts';
import { formatTable } from '../src/report/tables/table.ts';
import { sensitivityOf } from './validation/sensitivity.ts';

const { base, rows, unmoved, models } = sensitivityOf();
const moved = (key: 'latency' | 'energy') =>
  rows.toSorted((a, b) => Math.abs(b[key].high - b[key].low) - Math.abs(a[key].high - a[key].low));

/** Those that move a quantity at all; every one where none does. */
function moving(key: 'latency' | 'energy') {
  const some = moved(key).filter((row) => row[key].low !== base[key] || row[key].high !== base[key]);
  return some.length > 0 ? some : moved(key);
}

/** Bars of a chart: what moves the least of them has no room for a name of its own. */
const MOST_BARS = 15;

const quantities = {
  latency: `latency of the best baseline that fits (${base.fastest}) over that of bank-balanced, each at its Fmax`,
  energy: `energy of the best baseline that fits (${base.leastEnergy}) over that of bank-balanced, each at its Fmax`,
};

function chartOf(key: 'latency' | 'energy'): TornadoSpec {
  return {
    kind: 'tornado',
    title: `What each assumption alone makes of the headline: ${key}`,
    subtitle: 'A TIMIT step on an Arria 10 GX1150, seed 1, equal kept weights, weights on chip',
    configHash: models,
    toolVersion: version,
    value: { title: quantities[key], unit: '' },
    digits: 3,
    base: base[key],
    bars: moving(key)
      .slice(0, MOST_BARS)
      .map((row) => ({ name: `${row.name} (${row.mark})`, low: row[key].low, high: row[key].high })),
    lowName: 'constant at its low end',
    highName: 'constant at its high end',
  };
}

const ends = (key: 'latency' | 'energy') => [
  { key: `${key}Low`, title: `${key}, low end`, digits: 3 },
  { key: `${key}High`, title: `${key}, high end`, digits: 3 },
];
process.stdout.write(
  formatTable(
    {
      title: `The headline is ${base.latency.toFixed(3)} in latency and ${base.energy.toFixed(3)} in energy; with one assumption at an end`,
      columns: [
        { key: 'name', title: 'assumption' },
        { key: 'mark', title: 'known as' },
        ...ends('latency'),
        ...ends('energy'),
      ],
      rows: moved('latency').map(({ name, mark, latency, energy }) => ({
        name,
        mark,
        latencyLow: latency.low,
        latencyHigh: latency.high,
        energyLow: energy.low,
        energyHigh: energy.high,
      })),
      notes: [
        `${quantities.latency}; ${quantities.energy}.`,
        `${unmoved} further constants move neither by a thousandth.`,
      ],
    },
    'table',
  ),
);
const folder = process.argv[2];
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  for (const key of ['latency', 'energy'] as const) {
    const bytes = await renderPng(chartOf(key), { widthPx: 1200, heightPx: 700 });
    writeFileSync(join(folder, `sensitivity-${key}.png`), bytes);
  }
}
