import { describe, expect, it } from 'vitest';
import { hasTool } from '../../src/cosim/bench/tools.ts';
import { randomCase } from '../../src/cosim/random-case.ts';
import { runBench } from '../../src/cosim/run-bench.ts';

/**
 * Products on kinds of array, banks at twice the clock and lanes that go on by themselves among them, odd
 * numbers of lanes and even ones that are no powers of two; chained steps of GRUs with both rules of the
 * reset, one on a shared vector memory; and a step of an LSTM in vector instructions with a window of four
 * beats and two copies of the vector buffer. Three have int8 weights, with scales by row and by matrix.
 */
const indices = [2, 3, 5, 6, 20, 34, 72, 75];

describe.concurrent('the RTL as a netlist of Yosys from npm', () => {
  it.for(indices)(
    'equals the simulator, and leaves the records of Icarus (bbsim cosim --seed 1 --case %i --tool yosys)',
    async (index) => {
      const one = randomCase('1', index, null);
      const { log } = await runBench(one.bench, 'yosys');
      expect(one.compare(log)).toMatchObject({ first: null });
      if (!hasTool('icarus')) return;
      const records = (text: string) => text.split('\n').filter((line) => /^[sicrdhv] /.test(line));
      const icarus = await runBench(one.bench, 'icarus');
      expect(records(log)).toEqual(records(icarus.log));
      expect(records(log).length).toBeGreaterThan(5);
    },
  );
});
