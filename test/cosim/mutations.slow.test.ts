import { afterAll, describe, expect, it } from 'vitest';
import { MutatedCopy, type Mutation } from './mutated-copy.ts';
import { missingTool } from './rtl-tools.ts';

/** Deliberate errors of one line in the simulator. */
const mutations: readonly Mutation[] = [
  {
    error: 'a pipeline that is a register too long',
    kind: 'bbs',
    file: 'src/hw/array/fill.ts',
    from: 'return 4 + timing.mulLatency',
    to: 'return 5 + timing.mulLatency',
  },
  {
    error: 'cyclic columns in the bank beside theirs',
    kind: 'csr',
    file: 'src/bbs/placement.ts',
    from: 'bankOf[c] = c % banks;',
    to: 'bankOf[c] = (c + 1) % banks;',
  },
  {
    error: 'a grant that is lost: a bank serves one request less per beat',
    kind: 'csr',
    file: 'src/hw/array/arbitration-plain.ts',
    from: 'reads[bank]++;',
    to: 'if (before !== 1) reads[bank]++;',
  },
  {
    error: 'rounding without the half',
    kind: 'bbs',
    file: 'src/num/fixed.ts',
    from: 'Math.floor((value + POWERS[fractionBits - 1]) / POWERS[fractionBits])',
    to: 'Math.floor(value / POWERS[fractionBits])',
  },
  {
    error: 'an empty row that takes no cycle',
    kind: 'csr',
    file: 'src/hw/array/arbitration-plain.ts',
    from: 'result.slots[q] = Math.max(1, slots);',
    to: 'result.slots[q] = slots;',
  },
  {
    error: 'a window in which a beat takes the slot of one that has not left',
    kind: 'csr-window',
    file: 'src/hw/array/arbitration-window.ts',
    from: 'Math.max(entered, state.queuedAt, leftAt[place]) + 1',
    to: 'Math.max(entered, state.queuedAt, leftAt[place] - 1) + 1',
    step: ['pes=4', 'banks=8', 'window=2'],
  },
  {
    error: 'a window that does not wait for lanes without a place at their bank',
    kind: 'csr-window',
    file: 'src/hw/array/arbitration-window.ts',
    from: 'Math.max(entered, state.queuedAt, leftAt[place]) + 1',
    to: 'Math.max(entered, leftAt[place]) + 1',
  },
  {
    error: 'a window that two beats leave in a cycle',
    kind: 'csr-window',
    file: 'src/hw/array/arbitration-window.ts',
    from: 'left = Math.max(left + 1, state.servedAt);',
    to: 'left = Math.max(left, state.servedAt);',
    step: ['pes=4', 'banks=8', 'window=2'],
  },
  {
    error: 'rows beyond the result ports that cost a beat no cycle',
    kind: 'csr',
    file: 'src/hw/array/arbitration-packed.ts',
    from: '        left++;\n',
    to: '',
  },
  {
    error: 'a row that ends with a beat and leaves with the next one',
    kind: 'csr',
    file: 'src/hw/array/arbitration-packed.ts',
    from: 'endOfRow[row] <= to;',
    to: 'endOfRow[row] < to;',
  },
  {
    error: 'packed beats of which two go on in a cycle',
    kind: 'csr-window',
    file: 'src/hw/array/arbitration-packed.ts',
    from: 'left = Math.max(left + 1, state.servedAt);',
    to: 'left = Math.max(left, state.servedAt);',
  },
  {
    error: 'lanes that are a row less apart than their queues are deep',
    kind: 'banked-decoupled',
    file: 'src/hw/array/decoupled-lanes.ts',
    from: 'leftAt[q % rowsApart]));',
    to: 'leftAt[(q + 1) % rowsApart]));',
  },
  {
    error: 'two rows that leave lanes apart in a cycle',
    kind: 'banked-decoupled',
    file: 'src/hw/array/decoupled-lanes.ts',
    from: 'Math.max(left + 1, advance',
    to: 'Math.max(left, advance',
  },
  {
    error: 'a row that leaves before its slowest lane has finished it',
    kind: 'banked-decoupled',
    file: 'src/hw/array/decoupled-lanes.ts',
    from: 'if (finished > last) last = finished;',
    to: 'last = finished;',
  },
  {
    error: 'a vector memory at twice the clock that serves as much as at one',
    kind: 'csr',
    file: 'src/hw/array/vector-banks.ts',
    from: 'return ports * pump;',
    to: 'return ports;',
  },
  {
    error: 'the same, where all PEs share it',
    kind: 'csr-shared',
    file: 'src/hw/array/kinds/csr-shared.ts',
    from: 'ports: servedPerBank(array), arbiter',
    to: 'ports: array.ports, arbiter',
  },
  {
    error: 'copies of the vector buffer that neighbouring lanes read in turn',
    kind: 'csr',
    file: 'src/hw/array/arbitration-plain.ts',
    from: 'const bank = firstBank + (addresses[e] & mask);',
    to: 'const bank = ((e - from) % (requests.length / banks)) * banks + (addresses[e] & mask);',
  },
  {
    error: 'lanes of a window that all read the first copy of the vector buffer',
    kind: 'csr-window',
    file: 'src/hw/array/arbitration-window.ts',
    from: 'lanesPerCopy: lanes / copies,',
    to: 'lanesPerCopy: lanes,',
  },
  {
    error: 'levels of the adder tree that are rounded down',
    kind: 'banked-decoupled',
    file: 'src/hw/array/fill.ts',
    from: 'return widthOf(lanes);',
    to: 'return widthOf(lanes + 1) - 1;',
  },
  {
    error: 'even columns whose banks begin at what is rounded up',
    kind: 'bbs',
    file: 'src/bbs/placement.ts',
    from: 'Math.floor((bank * cols) / banks)',
    to: 'Math.ceil((bank * cols) / banks)',
  },
  {
    error: 'a rotation that comes round at the power of two',
    kind: 'csr-shuffle',
    file: 'src/hw/array/shuffle.ts',
    from: '(slot + 1) % lanes;',
    to: '((slot + 1) % 2 ** Math.ceil(Math.log2(lanes))) % lanes;',
  },
  {
    error: 'a LOAD of as many elements a cycle as a PE has lanes, into a shared memory of other banks',
    kind: 'csr-shared',
    file: 'src/hw/sequencer/instruction-cost.ts',
    from: 'spmvUnit.array.bufferBanks',
    to: 'config.banks',
  },
];

const copy = new MutatedCopy();
afterAll(() => copy.remove());

describe('the co-simulation', () => {
  const missing = missingTool('icarus');

  it.skipIf(missing)('finds nothing in the simulator as it is', () => {
    const { status, stderr } = copy.cosim(30);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.skipIf(missing).each(mutations)('catches $error', (mutation) => copy.expectCaught(mutation));
});
