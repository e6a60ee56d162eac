import { describe, expect, it } from 'vitest';
import { randomCase } from '../../src/cosim/random-case.ts';
import { missingTool, runAnywhere } from './rtl-tools.ts';

const CASES = 500;
const AT_ONCE = 4;

describe('simulator and RTL, 500 random designs and data', () => {
  const missing = missingTool('icarus');

  it.skipIf(missing)(
    'have 0 cycles and 0 bits of difference',
    async () => {
      const left = Array.from({ length: CASES }, (_, index) => index);
      const different: string[] = [];
      let equal = 0;
      const work = async () => {
        for (let index = left.shift(); index !== undefined; index = left.shift()) {
          const result = await runAnywhere(randomCase('1', index, null));
          if ('skipped' in result || result.comparison.first !== null) {
            different.push(`bbsim cosim --seed 1 --case ${index}: ${JSON.stringify(result)}`);
          } else equal++;
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      expect(different).toEqual([]);
      expect(equal).toBe(CASES);
    },
    1_200_000,
  );
});
