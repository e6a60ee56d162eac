import { describe, expect, it } from 'vitest';
import { missingTool } from '../rtl-tools.ts';
import { allRight, checkArbiters } from './arbiter-bench.ts';

const missing = missingTool('icarus');

describe.skipIf(missing)('a chain of ports and a tree of counts', () => {
  it('serve the same of 5 requesters in all 32 patterns and 5 rotations, through 4 ports', async () => {
    const size = { REQUESTERS: 5, BANKS: 1, PORTS: 4, ROTATING: 1 };
    expect(await checkArbiters('bank_arbiter', size)).toEqual(allRight(2 ** 5 * 5));
  });

  it('serve the lowest of 3 requesters at each of 3 banks, whatever a rotation says', async () => {
    const size = { REQUESTERS: 3, BANKS: 3, PORTS: 1, ROTATING: 0 };
    expect(await checkArbiters('bank_arbiter', size)).toEqual(allRight(4 ** 3 * 3));
  });

  it('serve the older of 2 beats of 3 lanes, through 2 ports, in both orders and 3 rotations', async () => {
    const size = { LANES: 3, WINDOW: 2, BANKS: 1, PORTS: 2, ROTATING: 1 };
    expect(await checkArbiters('window_arbiter', size)).toEqual(allRight(2 * 2 ** 6 * 3));
  });

  it('are not taken for the same when the tree counts two requests as one', async () => {
    const broken = {
      file: 'count_sum.sv',
      from: 'sum[k*PARTS+:PARTS] | (a[i*PARTS+:PARTS] & b[(k-1-i)*PARTS+:PARTS])',
      to: 'sum[k*PARTS+:PARTS]',
    };
    const size = { REQUESTERS: 3, BANKS: 1, PORTS: 2, ROTATING: 0 };
    const { wrongChain, wrongTree } = await checkArbiters('bank_arbiter', size, broken);
    expect([wrongChain, wrongTree > 0]).toEqual([0, true]);
  });

  it('are not taken for the same when the chain forgets whom an earlier port serves', async () => {
    const broken = { file: 'bank_arbiter.sv', from: ' & ~port_of_bank[k-1].chosen', to: '' };
    const size = { REQUESTERS: 3, BANKS: 1, PORTS: 2, ROTATING: 0 };
    const { wrongChain, wrongTree } = await checkArbiters('bank_arbiter', size, broken);
    expect([wrongChain > 0, wrongTree]).toEqual([true, 0]);
  });
});
