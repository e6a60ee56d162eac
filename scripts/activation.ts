// Prints how far h of examples/agreement-lm is from float64 at 9 to 12 fraction bits, with the activation
// tables that a format has by default, with 64 segments over all of it, and with exact ones.
import { formatTable } from '../src/report/tables/table.ts';
import { tableErrors } from './validation/activation.ts';

const rows = [0, 0.875].flatMap((sparsity) =>
  [12, 11, 10, 9].map((fractionBits) => {
    const errors = tableErrors(fractionBits, sparsity);
    return { ...errors, pruned: 100 * errors.achievedSparsity, ratio: errors.byFormat / errors.exact };
  }),
);
const table = {
  title: 'Largest error of h on examples/agreement-lm, 16 bits, by activation tables',
  columns: [
    { key: 'pruned', title: 'pruned', unit: '%', digits: 0 },
    { key: 'fractionBits', title: 'fraction bits', digits: 0 },
    { key: 'range', title: 'range', digits: 0 },
    { key: 'segments', title: 'segments', digits: 0 },
    { key: 'byFormat', title: 'by default', digits: 4 },
    { key: 'whole', title: '64 over the format', digits: 4 },
    { key: 'exact', title: 'exact', digits: 4 },
    { key: 'ratio', title: 'default over exact', digits: 2 },
  ],
  rows,
};
process.stdout.write(formatTable(table, 'table'));
