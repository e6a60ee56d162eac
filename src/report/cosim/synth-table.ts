import type { MappedSize } from '../../cosim/synthesis/mapped-table.ts';
import type { Table } from '../tables/table.ts';

/** Mapped cells, a row per size. */
export function synthTable(sizes: readonly MappedSize[]): Table {
  return {
    title:
      'Mapped cells of the SpMV unit: 16-bit operands, 48-bit accumulators, 1,024 beats of weights, banks of 256 words, one port',
    columns: [
      { key: 'family', title: 'family' },
      { key: 'kind', title: 'PE' },
      { key: 'pes', title: 'M', digits: 0 },
      { key: 'lanes', title: 'N', digits: 0 },
      { key: 'logic', title: 'LUT or ALUT', digits: 0 },
      { key: 'carry', title: 'carry', digits: 0 },
      { key: 'flipFlops', title: 'flip-flops', digits: 0 },
      { key: 'dsp', title: 'DSP', digits: 0 },
      { key: 'ram', title: 'block RAM', digits: 1 },
      { key: 'tool', title: 'tool' },
    ],
    rows: sizes.map((size) => ({ ...size })),
    notes: ['Mapping only, no place and route.', ...familyNotes(sizes)],
  };
}

/** What the counts of the families in a table need to be understood. */
function familyNotes(sizes: readonly MappedSize[]): string[] {
  const families = new Set(sizes.map(({ family }) => family));
  const has = (...names: MappedSize['family'][]) => names.some((name) => families.has(name));
  return [
    ...(has('xc7', 'xcup') ? ['A RAMB18 counts half.'] : []),
    ...(has('cyclonev', 'cyclone10gx')
      ? ['ALUTs for arithmetic are in the ALUTs; carry says how many.']
      : []),
    ...(has('cyclone10gx') ? ['cyclone10gx: memories left out.'] : []),
  ];
}
