import { expect, it } from 'vitest';
import { askedOfSweep } from '../../../src/report/page/chapters/asked-of-sweep.ts';
import { sweptResults } from '../../page/swept-points.ts';

it('what was asked of a sweep is said as its file has it, in words', () => {
  const { manifest, rows } = sweptResults(20);
  const set = { clockMhz: 'auto', 'ewop.style': 'chained' };
  const spec = {
    name: 'sizes',
    accelerators: ['bbs', { use: 'csr', set }],
    axes: [
      { field: 'banks', values: [4, 8] },
      { field: 'pes', range: { from: 2, to: 100, step: 2 } },
    ],
    sampling: { method: 'grid' },
    values: false,
    where: null,
    notes: [],
  };
  expect(askedOfSweep({ manifest: { ...manifest, points: 1234, spec }, rows })).toEqual([
    ['name', 'sizes'],
    ['accelerators', 'bbs; csr with clockMhz auto, ewop.style chained'],
    ['axis', 'banks: 4, 8'],
    ['axis', 'pes: range from 2, to 100, step 2'],
    ['sampling', 'grid'],
    ['values', 'no'],
    ['points', '1,234'],
    ['points that are there', '20'],
  ]);
});
