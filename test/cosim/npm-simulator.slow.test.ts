import { describe, expect, it } from 'vitest';
import { hasTool } from '../../src/cosim/bench/tools.ts';
import { runCase } from '../../src/cosim/cosim-case.ts';
import { randomCase } from '../../src/cosim/random-case.ts';
import { runBench } from '../../src/cosim/run-bench.ts';

/**
 * Products on kinds of array, banks at twice the clock and lanes that go on by themselves among them, a
 * chained step on a shared vector memory, and one of vector instructions with a window of four beats and two
 * copies of the vector buffer.
 */
const indices = [2, 5, 6, 10, 20, 61];

describe.concurrent('the RTL as a netlist of Yosys from npm', () => {
  it.for(indices)('equals the simulator (bbsim cosim --seed 1 --case %i --tool yosys)', async (index) => {
    const result = await runCase(randomCase('1', index, null), 'yosys');
    expect(result).toMatchObject({ tool: 'yosys', comparison: { first: null } });
  });

  it.for(indices)(
    'leaves the same records as under Icarus, line by line (case %i)',
    async (index, { skip }) => {
      if (!hasTool('icarus')) return skip('iverilog is not installed');
      const { bench } = randomCase('1', index, null);
      const records = (log: string) => log.split('\n').filter((line) => /^[sicrdhv] /.test(line));
      const [icarus, yosys] = await Promise.all([runBench(bench, 'icarus'), runBench(bench, 'yosys')]);
      expect(records(yosys.log)).toEqual(records(icarus.log));
      expect(records(icarus.log).length).toBeGreaterThan(5);
    },
  );
});
