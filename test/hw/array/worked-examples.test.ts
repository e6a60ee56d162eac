import { describe, expect, it } from 'vitest';
import { reportStep } from '../../../src/hw/accounts/step-report.ts';
import { buildArray } from '../../../src/hw/array/kinds/index.ts';
import { SpmvUnit } from '../../../src/hw/array/spmv-unit.ts';
import { timeProgram } from '../../../src/hw/sequencer/controller.ts';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import {
  accelerator,
  balancedMatrix,
  implementations,
  randomCodes,
  scaledMatrix,
  spmvCase,
  storedMatrix,
} from './arrays.ts';

describe.each(implementations)('worked examples of docs/timing.md section 3, %s', (_name, run) => {
  const bbs = (pes: number, banks: number, rows: number, cols: number, perBank: number) =>
    run(spmvCase(accelerator({ kind: 'bbs', pes, banks }), balancedMatrix(rows, cols, banks, perBank)))
      .timing;

  it('M=1, N=4, 8 rows x 16 columns, k=2: rows leave in cycles 11, 13, ..., 25', () => {
    const timing = bbs(1, 4, 8, 16, 2);
    expect(timing.fillCycles).toBe(9);
    expect(Array.from(timing.rowFinishedAtCycle)).toEqual([11, 13, 15, 17, 19, 21, 23, 25]);
    expect(timing.cycles).toBe(25);
  });

  it.each([
    { pes: 1, banks: 4, rows: 1, cols: 16, perBank: 1, cycles: 10 },
    { pes: 2, banks: 8, rows: 33, cols: 64, perBank: 1, cycles: 27 },
    { pes: 2, banks: 8, rows: 33, cols: 64, perBank: 4, cycles: 78 },
  ])('M=$pes, N=$banks, $rows rows x $cols columns, k=$perBank take $cycles cycles', (example) => {
    const { pes, banks, rows, cols, perBank, cycles } = example;
    expect(bbs(pes, banks, rows, cols, perBank).cycles).toBe(cycles);
  });

  // FILL = 4 + 3 + ceil(log2 N); a tree of 3 lanes has two levels, of 40 six.
  it.each([
    { pes: 1, banks: 3, rows: 8, cols: 12, perBank: 2, cycles: 16 + 9 },
    { pes: 2, banks: 5, rows: 33, cols: 20, perBank: 3, cycles: 51 + 10 },
    { pes: 3, banks: 40, rows: 7, cols: 120, perBank: 2, cycles: 6 + 13 },
  ])(
    'N no power of two: M=$pes, N=$banks, $rows rows x $cols columns, k=$perBank take $cycles cycles',
    (example) => {
      const { pes, banks, rows, cols, perBank, cycles } = example;
      expect(bbs(pes, banks, rows, cols, perBank).cycles).toBe(cycles);
    },
  );

  it('33 rows on 2 PEs: PE 0 has 17 of them and finishes last, PE 1 waits for it', () => {
    const timing = bbs(2, 8, 33, 64, 4);
    expect(Array.from(timing.beats)).toEqual([68, 64]);
    expect(Array.from(timing.busyCycles)).toEqual([78, 74]);
    expect(timing.criticalPe).toBe(0);
  });

  it('a dense row is D beats: 3 rows x 16 columns on N=4 take 3 * 4 + FILL cycles', () => {
    const config = accelerator({ kind: 'dense', pes: 1, banks: 4 });
    expect(run(spmvCase(config, storedMatrix(16, [[], [0], [1, 2]]))).timing.cycles).toBe(12 + 9);
  });

  it('FILL with int8 weights has the registers of a rescaler more, as many as a multiplier has', () => {
    for (const [mulLatency, fill] of [
      [3, 12],
      [1, 8],
    ]) {
      const config = accelerator({
        kind: 'csr',
        pes: 1,
        banks: 4,
        timing: { mulLatency },
        number: { weightBits: 8 },
      });
      const done = run(spmvCase(config, scaledMatrix(balancedMatrix(1, 4, 4, 1), 1))).timing;
      expect([done.fillCycles, done.cycles]).toEqual([fill, 1 + fill]);
    }
  });

  it.each([
    { register: 'none', timing: {}, kind: 'csr', fill: 9 },
    { register: 'bankOutputRegister', timing: { bankOutputRegister: 1 }, kind: 'csr', fill: 10 },
    { register: 'crossbarRegister', timing: { crossbarRegister: 1 }, kind: 'csr', fill: 10 },
    {
      register: 'both',
      timing: { bankOutputRegister: 1, crossbarRegister: 1 },
      kind: 'csr-shared',
      fill: 11,
    },
    { register: 'mulLatency 1', timing: { mulLatency: 1 }, kind: 'dense', fill: 7 },
  ])('FILL with N=4 on $kind, optional registers: $register, is $fill', ({ timing, kind, fill }) => {
    const config = accelerator({ kind, pes: 1, banks: 4, timing });
    const done = run(spmvCase(config, balancedMatrix(1, 4, 4, 1))).timing;
    expect(done.fillCycles).toBe(fill);
    expect(done.cycles).toBe(1 + fill);
  });

  // Columns c of 8 on 4 banks, cyclic: bank c mod 4.
  it.each([
    { columns: [0, 1, 2, 3], ports: 1, slots: 1, what: 'four banks, one request each' },
    { columns: [0, 1, 2, 4], ports: 1, slots: 2, what: 'two requests for bank 0' },
    { columns: [0, 1, 4, 5], ports: 1, slots: 2, what: 'two requests for bank 0 and for bank 1' },
    { columns: [0, 4, 8, 12], ports: 1, slots: 4, what: 'four requests for bank 0' },
    { columns: [0, 4, 8, 12], ports: 2, slots: 2, what: 'four requests for bank 0 with two ports' },
    { columns: [0, 4, 8], ports: 2, slots: 2, what: 'three requests for bank 0 with two ports' },
    { columns: [], ports: 1, slots: 1, what: 'an empty row' },
    {
      columns: [0, 4, 8, 12, 16, 17],
      ports: 1,
      slots: 5,
      what: 'a full beat of one bank and a partial beat',
    },
  ])('CSR, $what: $slots cycles in S1', ({ columns, ports, slots }) => {
    const config = accelerator({ kind: 'csr', pes: 1, banks: 4, ports });
    const { timing } = run(spmvCase(config, storedMatrix(20, [columns])));
    expect(Array.from(timing.issueCycles)).toEqual([slots]);
    expect(Array.from(timing.rowFinishedAtCycle)).toEqual([slots + buildArray(config).fillCycles]);
  });

  it('a serialised beat holds up the beats behind it, not those before it', () => {
    const config = accelerator({ kind: 'csr', pes: 1, banks: 4 });
    const rows = [[0, 1, 2, 3], [0, 4, 8], [0, 1, 2, 3], []];
    const { timing, results } = run(spmvCase(config, storedMatrix(12, rows)));
    expect(Array.from(timing.rowFinishedAtCycle)).toEqual([10, 13, 14, 15]);
    expect(Array.from(timing.conflictCycles)).toEqual([2]);
    expect(Array.from(timing.bankReads)).toEqual([5, 2, 2, 2]);
    expect(Array.from(timing.bankWaits)).toEqual([2, 0, 0, 0]);
    expect(results[3]).toBe(0);
  });

  it('two PEs that share a bank: fixed priority serves PE 0, PE 1 leaves a cycle later', () => {
    const config = accelerator({ kind: 'csr-shared', pes: 2, banks: 4 });
    const { timing } = run(
      spmvCase(
        config,
        storedMatrix(4, [
          [0, 1],
          [0, 2],
        ]),
      ),
    );
    expect(Array.from(timing.rowFinishedAtCycle)).toEqual([10, 11]);
    expect(Array.from(timing.conflictCycles)).toEqual([0, 1]);
    expect(Array.from(timing.bankWaits)).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('a shared memory of more banks than a PE has lanes: who met at bank 0 of two read banks 0 and 2 of four', () => {
    const rows = [
      [0, 1],
      [2, 3],
      [2, 4],
    ];
    const leave = (sharedBanks: number | null) => {
      const config = accelerator({ kind: 'csr-shared', pes: 2, banks: 2, sharedBanks });
      const { timing } = run(spmvCase(config, storedMatrix(6, rows)));
      expect(timing.fillCycles).toBe(8);
      return [Array.from(timing.rowFinishedAtCycle), Array.from(timing.bankReads)];
    };
    // Two banks: PE 0 takes both in cycle 2, and then bank 0 for its columns 2 and 4, in cycles 3 and 4; PE 1
    // has its column 3 of bank 1 in cycle 3, and waits for bank 0 until cycle 5.
    expect(leave(null)).toEqual([
      [9, 11, 12],
      [3, 1, 1, 1],
    ]);
    // Four banks: nobody waits.
    expect(leave(4)).toEqual([
      [9, 10, 9],
      [2, 1, 1, 0, 0, 0, 1, 1],
    ]);
  });

  it('rotating priority counts from the start pulse: three PEs that want one bank in cycle 2 are served 2, 0, 1', () => {
    const config = accelerator({ kind: 'csr-shared', pes: 3, banks: 2, arbiter: 'rotating' });
    const { timing } = run(spmvCase(config, storedMatrix(2, [[0], [0], [0]])));
    const fill = buildArray(config).fillCycles;
    // Cycle 2: PE 2 first; cycle 3: PE 0 first; cycle 4: PE 1 first.
    expect(Array.from(timing.rowFinishedAtCycle, (cycle) => cycle - fill + 1)).toEqual([3, 4, 2]);
  });

  it('a matrix without rows takes no cycle', () => {
    const config = accelerator({ kind: 'csr', pes: 2, banks: 4 });
    const { timing } = run(spmvCase(config, storedMatrix(4, [])));
    expect(timing.cycles).toBe(0);
    expect(Array.from(timing.busyCycles)).toEqual([0, 0]);
    expect(timing.criticalPe).toBe(-1);
  });

  it('docs/timing.md section 4: M = N = E = 64, X = 512, H = 1024, k = 3 take 24 + 207 + 29 = 260 cycles', () => {
    const config = accelerator({ kind: 'bbs' });
    const stored = balancedMatrix(4096, 1536, 64, 3);
    const array = buildArray(config);
    const spmv = { config, stored, ...array.encode(stored), x: randomCodes(1536, 1) };
    const measured = {
      ...array,
      time: (_: unknown, order: typeof spmv.beats.order) => run(spmv, order).timing,
    };
    const unit = new SpmvUnit(measured, { kind: 'resident' });
    const shape = {
      kind: 'lstm' as const,
      inputs: 512,
      hidden: 1024,
      projection: null,
      peepholes: false,
      biases: true,
    };
    const program = lowerLayer(shape, { style: 'chained', gateMatrix: 'combined', spmvSlices: 'matrix' });
    const { cycles } = reportStep(timeProgram(config, unit, [spmv], program), config.pes);
    expect(cycles).toEqual({ total: 260, load: 24, spmv: 207, ewop: 29, projection: 0 });
  });
});
