// Prints the resource estimate of the SpMV unit beside the mapped cells of the RTL: sizes that it was fitted
// to, and sizes that were held out.
import { readFileSync } from 'node:fs';
import { fitCells, type fittedFamilies, isFitted, predictCells } from '../src/cosim/synthesis/fit-cells.ts';
import { type MappedSize, readMappedTable } from '../src/cosim/synthesis/mapped-table.ts';
import { formatTable } from '../src/report/tables/table.ts';

const path = 'configs/technology/mapped-cells.csv';
const sizes = readMappedTable(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'), path);

function familyOf({ family }: MappedSize): keyof typeof fittedFamilies {
  return family === 'xc7' || family === 'xcup' ? 'xilinx' : 'intel';
}

/** To a tenth: what is less than a twentieth of a per cent is printed as none. */
const percent = (estimate: number, mapped: number) => Math.round(1000 * (estimate / mapped - 1)) / 10 || 0;

const rows = sizes.map((size) => {
  const fitted = sizes.filter((other) => isFitted(other) && familyOf(other) === familyOf(size));
  const estimate = (field: 'logic' | 'flipFlops') => predictCells(size, fitCells(fitted, field));
  return {
    ...size,
    part: isFitted(size) ? 'fitted' : 'held out',
    estimate: estimate('logic'),
    error: percent(estimate('logic'), size.logic),
    flipFlopEstimate: estimate('flipFlops'),
    flipFlopError: percent(estimate('flipFlops'), size.flipFlops),
  };
});

process.stdout.write(
  formatTable(
    {
      title: 'Mapped cells of the SpMV unit and the estimate that is fitted to some of them',
      columns: [
        { key: 'family', title: 'family' },
        { key: 'kind', title: 'PE' },
        { key: 'pes', title: 'M', digits: 0 },
        { key: 'lanes', title: 'N', digits: 0 },
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
