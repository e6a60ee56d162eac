// Prints the resource estimate of the SpMV unit beside the mapped cells of the RTL: points that it was fitted
// to, and points that were held out.
import { readFileSync } from 'node:fs';
import { fitCells, type fittedFamilies, isFitted, predictCells } from '../src/cosim/synthesis/fit.ts';
import { type MappedPoint, readMappedTable } from '../src/cosim/synthesis/table.ts';
import { formatTable } from '../src/report/tables/table.ts';

const path = 'configs/technology/mapped-cells.csv';
const points = readMappedTable(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'), path);

function familyOf({ family }: MappedPoint): keyof typeof fittedFamilies {
  return family === 'xc7' || family === 'xcup' ? 'xilinx' : 'intel';
}

/** To a tenth: what is less than a twentieth of a per cent is printed as none. */
const percent = (estimate: number, mapped: number) => Math.round(1000 * (estimate / mapped - 1)) / 10 || 0;

const rows = points.map((point) => {
  const fitted = points.filter((other) => isFitted(other) && familyOf(other) === familyOf(point));
  const estimate = (field: 'logic' | 'flipFlops') => predictCells(point, fitCells(fitted, field));
  return {
    ...point,
    part: isFitted(point) ? 'fitted' : 'held out',
    estimate: estimate('logic'),
    error: percent(estimate('logic'), point.logic),
    flipFlopEstimate: estimate('flipFlops'),
    flipFlopError: percent(estimate('flipFlops'), point.flipFlops),
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
