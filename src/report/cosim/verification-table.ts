import type { VerifiedDesign } from '../../cosim/measured/verify.ts';
import type { Table } from '../tables/table.ts';

/** Measured hardware beside the simulator: what was compared, and the first difference. */
export function verificationTable({ design, source, values, verification }: VerifiedDesign): Table {
  const { points, skipped, steps, differences, first } = verification;
  return {
    title: `Measured: ${design}, ${source}`,
    columns: [
      { key: 'points', title: 'points', digits: 0 },
      { key: 'skipped', title: 'skipped', digits: 0 },
      { key: 'steps', title: 'steps compared', digits: 0 },
      { key: 'values', title: 'values compared', digits: 0 },
      { key: 'differences', title: 'differing', digits: 0 },
    ],
    rows: [{ points, skipped, steps, values, differences }],
    notes:
      first === null
        ? []
        : [
            `First difference: point ${first.point}, step ${first.step}, ${first.field}: measured ${first.measured}, computed ${first.computed}.`,
          ],
  };
}
