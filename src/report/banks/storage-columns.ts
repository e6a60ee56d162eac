import type { BankCountFigures } from '../../study/banks/bank-result.ts';
import { BITS_PER_KIB } from '../tables/number-text.ts';
import type { Cell, Column } from '../tables/table.ts';

/** A column of the tables of a bank study, and its cell at one number of banks. */
export type PointColumn = Column & { readonly cell: (point: BankCountFigures) => Cell };

/** The arrays and the formats that they store. */
const formatOf = { bbs: 'csb', csr: 'csr' } as const;

/** What the weights take in either format, and what is fetched of them. */
export const storageColumns: readonly PointColumn[] = (['bbs', 'csr'] as const).flatMap((array) => {
  const format = formatOf[array];
  return [
    {
      key: `${format}Kib`,
      title: format.toUpperCase(),
      unit: 'KiB',
      digits: 0,
      cell: ({ storage }: BankCountFigures) => storage[format].totalBits / BITS_PER_KIB,
    },
    {
      key: `${format}FetchedKib`,
      title: `${format.toUpperCase()} fetched`,
      unit: 'KiB',
      digits: 0,
      cell: (point: BankCountFigures) => point[array].fetchedBits / BITS_PER_KIB,
    },
    {
      key: `${format}DensePercent`,
      title: `${format.toUpperCase()} of dense`,
      unit: '%',
      digits: 1,
      cell: ({ storage }: BankCountFigures) => 100 * storage[format].shareOfDense,
    },
    {
      key: `${format}IndexBits`,
      title: `${format.toUpperCase()} index bits per weight`,
      digits: 2,
      cell: ({ storage }: BankCountFigures) => storage[format].indexBitsPerWeight,
    },
  ];
});

/** CSB counts entries, so pointers are CSR's alone. */
export const pointerColumn: PointColumn = {
  key: 'csrPointerBits',
  title: 'CSR pointer bits per weight',
  digits: 2,
  cell: ({ storage }) => storage.csr.pointerBitsPerWeight,
};
