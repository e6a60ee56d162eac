import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inScratchFolder, ProgramFailure, spawnProgram } from '../../../src/cosim/bench/scratch-folder.ts';
import { yosysVersion } from '../../../src/cosim/synthesis/synthesise.ts';
import { missingTool } from '../rtl-tools.ts';
import { type ArbiterSize, allRight, type BrokenLine, checkArbiters, sourcesWith } from './arbiter-bench.ts';

const priorities = [0, 1];
const portCounts = [1, 2, 4];
const everyWay = priorities.flatMap((ROTATING) => portCounts.map((PORTS) => ({ PORTS, ROTATING })));

/** Requesters, banks and copies, powers of two or not. */
const bankSizes = [
  [1, 1, 1],
  [2, 3, 1],
  [4, 2, 2],
  [4, 3, 1],
  [6, 1, 1],
  [6, 1, 3],
  [7, 1, 1],
].flatMap(([REQUESTERS, BANKS, COPIES]) => everyWay.map((way) => ({ REQUESTERS, BANKS, COPIES, ...way })));

/** Lanes, beats, banks and copies. */
const windowSizes = [
  [1, 3, 1, 1],
  [2, 2, 2, 1],
  [2, 3, 1, 2],
  [3, 2, 1, 1],
].flatMap(([LANES, WINDOW, BANKS, COPIES]) =>
  everyWay.map((way) => ({ LANES, WINDOW, BANKS, COPIES, ...way })),
);

describe.skipIf(missingTool('icarus'))('both styles of an arbiter, in everything that can be asked', () => {
  it.each(bankSizes)('serve whom they should: $REQUESTERS requesters, %o', async (size) => {
    const { REQUESTERS, BANKS } = size;
    const all = (BANKS + 1) ** REQUESTERS * REQUESTERS;
    expect(await checkArbiters('bank_arbiter', size)).toEqual(allRight(all));
  });

  it.each(windowSizes)('serve the oldest beat first: $WINDOW beats, %o', async (size) => {
    const { LANES, WINDOW, BANKS } = size;
    const orders = [1, 1, 2, 6][WINDOW];
    const all = orders * (BANKS + 1) ** (WINDOW * LANES) * LANES;
    expect(await checkArbiters('window_arbiter', size)).toEqual(allRight(all));
  });
});

const READ =
  'read_verilog -sv bank_*.sv port_*.sv count_sum.sv lane_counts.sv prefix_counts.sv served_word.sv or_tree.sv';

/** The bank arbiter of a style, made and put aside under the style's name. */
function made(style: string, isTree: number, size: ArbiterSize): string[] {
  const parameters = Object.entries({ ...size, TREE: isTree }).map(
    ([key, value]) => `-chparam ${key} ${value}`,
  );
  return [
    READ,
    `hierarchy -top bank_arbiter ${parameters.join(' ')}`,
    'proc; flatten; opt_clean',
    `rename -top ${style}`,
    `design -stash ${style}`,
    'design -reset',
  ];
}

/** Has Yosys prove that no input tells the styles apart; false where it finds one that does. */
function isProven(size: ArbiterSize, broken?: BrokenLine): Promise<boolean> {
  const script = [
    ...made('chain', 0, size),
    ...made('tree', 1, size),
    'design -copy-from chain -as chain chain',
    'design -copy-from tree -as tree tree',
    'miter -equiv -flatten chain tree miter',
    'sat -verify -prove trigger 0 miter',
  ].join('\n');
  return inScratchFolder('bbsim-proof-', async (folder) => {
    for (const [file, text] of sourcesWith(broken)) await writeFile(join(folder, file), text);
    await writeFile(join(folder, 'script.ys'), `${script}\n`);
    try {
      await spawnProgram('yosys', ['-q', '-s', 'script.ys'], folder, 10);
      return true;
    } catch (error) {
      if (error instanceof ProgramFailure && error.message.includes('proof did fail')) return false;
      throw error;
    }
  });
}

const hasYosys = (await yosysVersion()) !== null;

describe.skipIf(!hasYosys)('a proof that holds for every input', () => {
  const wide = { REQUESTERS: 16, BANKS: 1, BANK_BITS: 1 };

  it.each(everyWay)(
    'makes chain and tree one for 16 requesters: $PORTS ports, rotating $ROTATING',
    async (way) => {
      expect(await isProven({ ...wide, ...way })).toBe(true);
    },
  );

  it('fails when the tree takes late requesters for early ones', async () => {
    const broken = { file: 'lane_counts.sv', from: '= request & from_first', to: '= request & ~from_first' };
    expect(await isProven({ ...wide, PORTS: 1, ROTATING: 1 }, broken)).toBe(false);
  });
});
