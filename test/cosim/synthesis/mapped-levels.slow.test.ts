import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { levelCircuits } from '../../../src/cosim/synthesis/level-circuits.ts';
import { mapLevels } from '../../../src/cosim/synthesis/map-levels.ts';
import { isRowOf, readMappedLevels } from '../../../src/cosim/synthesis/mapped-levels.ts';
import { yosysVersion } from '../../../src/cosim/synthesis/synthesise.ts';

const path = new URL('../../../configs/technology/mapped-levels.csv', import.meta.url);

describe('the smallest circuits', () => {
  const rows = readMappedLevels(readFileSync(path, 'utf8'), 'mapped-levels.csv');
  const small = levelCircuits.filter(({ lanes, window }) => lanes * window <= 8);

  it.for(small.map((circuit) => ({ ...circuit, circuit })))(
    '($stage, $variant, $lanes lanes, $window beats) are mapped as the committed table says',
    async ({ circuit }, { skip }) => {
      const tool = `yosys ${await yosysVersion()}`;
      if (tool !== rows[0].tool) return skip(`${rows[0].tool} is not on PATH`);
      expect(await mapLevels(circuit)).toEqual(rows.find(isRowOf(circuit)));
    },
  );
});
