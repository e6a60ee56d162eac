import { describe, expect, it } from 'vitest';
import { randomCase } from '../../src/cosim/random-case.ts';
import { casesOf } from '../drawn.ts';
import { missingTool, runAnywhere } from './rtl-tools.ts';

/** The proof is 500 of them: `bbsim cosim --seed 1 --cases 500`. */
const CASES = casesOf(6, 50);

describe.concurrent('simulator and RTL, random designs and data', () => {
  it('run under Icarus where it is installed', () => {
    // Throws where the tools are required.
    expect(typeof (missingTool('icarus') ?? 'installed')).toBe('string');
  });

  it.for(Array.from({ length: CASES }, (_, index) => index))(
    'are equal in every cycle and every bit (bbsim cosim --seed 1 --case %i)',
    async (index, { skip }) => {
      const result = await runAnywhere(randomCase('1', index, null));
      if ('skipped' in result) return skip(`${result.name}: ${result.skipped}`);
      expect(result.comparison.first).toBeNull();
      const compared = result.comparison.quantities.reduce((sum, quantity) => sum + quantity.compared, 0);
      expect(compared).toBeGreaterThan(5);
    },
  );
});
