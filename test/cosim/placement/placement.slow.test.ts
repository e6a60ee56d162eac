import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { placedCircuits } from '../../../src/cosim/placement/circuits.ts';
import { placeCircuit, placementTools } from '../../../src/cosim/placement/place.ts';
import { placedTableText, readPlacedTable } from '../../../src/cosim/placement/placed-table.ts';

const path = new URL('../../../configs/technology/placed-delays.csv', import.meta.url);

describe('the smallest circuits', () => {
  const rows = readPlacedTable(readFileSync(path, 'utf8'), 'placed-delays.csv');

  it.for(['weight memory', 'grants', 'crossbar'])(
    '(%s) are placed and routed as the committed table says, by the tools that made it',
    async (stage, { skip }) => {
      const tool = await placementTools();
      if (tool !== rows[0].tool) return skip(`${rows[0].tool} are not on PATH`);
      const circuit = placedCircuits.find((one) => one.stage === stage);
      if (!circuit) throw new Error(`no circuit ${stage}`);
      const { variant, size } = circuit;
      const committed = rows.filter(
        (row) => row.stage === stage && row.variant === variant && row.size === size,
      );
      expect(placedTableText(await placeCircuit(circuit, [1, 2, 3], tool))).toBe(placedTableText(committed));
    },
  );
});
