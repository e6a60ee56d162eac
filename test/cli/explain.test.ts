import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExplainResult, TreeNode } from '../../src/study/explain/explain-result.ts';
import { explained, runByHand, small, threeLayersIn } from './explained.ts';
import { folder, session } from './session.ts';

const here = folder();
const stack = threeLayersIn(here);

describe('every change that explain proposes', () => {
  it('gives the printed figures when run by hand, of streamed weights and a seed of its own', async () => {
    const words = [stack, ...small, '--set', 'weights=streamed', '--seed', '7'];
    const { changes, latencyUs } = await explained(...words);
    expect(changes.length).toBeGreaterThan(3);
    for (const { command, cycles, latencyUs: changed, energyUj, fits } of changes.slice(0, 4)) {
      expect(await runByHand(command)).toEqual({ cycles, latencyUs: changed, energyUj, fits });
      expect(changed).toBeLessThan(latencyUs);
    }
  });

  it('is in a list with what saves most first', async () => {
    const { changes } = await explained('tiny', ...small, '--accelerator', 'csr');
    const latencies = changes.map(({ latencyUs }) => latencyUs);
    expect(latencies).toEqual(latencies.toSorted((a, b) => a - b));
  });

  it('is of a field that the kind has', async () => {
    const fields = ({ changes }: ExplainResult) => changes.map(({ set }) => set.join());
    const bbs = fields(await explained('tiny', ...small));
    const csr = fields(await explained('tiny', ...small, '--accelerator', 'csr'));
    expect(bbs).not.toContain('ports=2');
    expect(csr).toContain('ports=2');
  });

  it('takes the place of the same field that was set', async () => {
    const { changes } = await explained('tiny', ...small, '--set', 'ewop.lanes=2');
    const lanes = changes.find(({ set }) => set.includes('ewop.lanes=4'));
    expect(lanes?.command).toContain('--set ewop.lanes=4');
    expect(lanes?.command).not.toContain('ewop.lanes=2');
  });
});

describe('what is advised', () => {
  it('prunes no other weights, and is the first that neither does nor overflows', async () => {
    const { changes, bestChange } = await explained('tiny', '--accelerator', 'csr-shared');
    expect(changes.some(({ prunesAnew }) => prunesAnew)).toBe(true);
    expect(changes[Number(bestChange)].prunesAnew).toBe(false);
  });

  it('asks for no overflow where nothing but timing at the default clock is missed', async () => {
    const { changes } = await explained('tiny', ...small, '--accelerator', 'csr');
    expect(changes.some(({ meetsTiming, fits }) => fits && !meetsTiming)).toBe(true);
    for (const { command, fits } of changes) expect(command.includes('--allow-overflow')).toBe(!fits);
  });
});

describe('explain', () => {
  it('sums to the cycles and joules of the same run, and so does its critical path', async () => {
    const { tree, criticalPath, cycles, energyUj } = await explained(stack, ...small);
    const ran = await runByHand(`bbsim run ${stack} ${small.join(' ')} --no-values`);
    expect(ran).toMatchObject({ cycles, energyUj });
    expect(tree.cycles).toBe(cycles);
    expect(tree.energyUj).toBeCloseTo(energyUj, 9);
    expect(tree.children.map(({ name }: TreeNode) => name)).toEqual(['layer 0', 'layer 1', 'layer 2']);
    expect(criticalPath.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(cycles);
  });

  it('has the fields of its interface', async () => {
    const result = await explained('tiny', ...small, '--target', 'latency=-20%');
    expect(result).toMatchObject({
      command: 'explain',
      cycles: expect.any(Number),
      tree: {
        name: 'step',
        cycles: result.cycles,
        energyUj: expect.any(Number),
        children: expect.any(Array),
      },
      bounds: {
        computeCycles: expect.any(Number),
        bankCycles: expect.any(Number),
        bandwidthCycles: 0,
        dependencyCycles: expect.any(Number),
      },
      target: { reached: true, set: expect.any(Array), cycles: expect.any(Number) },
    });
    const [span] = result.criticalPath;
    expect(Object.keys(span).sort()).toEqual(['from', 'instruction', 'to', 'unit', 'waitedFor']);
    for (const change of result.changes)
      for (const key of ['set', 'cycles', 'latencyUs', 'energyUj', 'fits', 'command'])
        expect(Object.keys(change)).toContain(key);
  });

  it('writes its charts and tables beside the result', async () => {
    const out = join(here, 'out');
    const { code } = await session('explain', 'tiny', ...small, '--out', out);
    expect(code).toBe(0);
    const files = [
      '.bbsim-files.json',
      'bounds.png',
      'changes.png',
      'result.json',
      'roofline.png',
      'tree.csv',
    ];
    expect(readdirSync(out).sort()).toEqual(files);
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'))).toMatchObject({ command: 'explain' });
  });

  it.each([
    ['latency=20%', '--target: expected latency, cycles or energy and how much less of it'],
    ['area=-20%', 'as in latency=-20%; found area=-20%'],
    ['latency=-100%', 'from above 0 to below 100 %'],
  ])('refuses the target %s', async (target, says) => {
    const { code, out, err } = await session('explain', 'tiny', ...small, '--target', target);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(says);
  });

  it('refuses a design that does not fit, as a run does', async () => {
    const { code, err } = await session('explain', 'tiny', '--set', 'pes=900');
    expect(code).toBe(2);
    expect(err).toContain('does not fit');
  });
});

describe('the change that is advised', () => {
  it('fits where the design does, although the design does not meet timing', async () => {
    const fields = ['pes=8', 'banks=8', 'ewop.style=chained', 'ewop.lanes=16'].flatMap((set) => [
      '--set',
      set,
    ]);
    const words = ['tiny', '--accelerator', 'csr', ...fields, '--budget', 'dsp=7%,logic=5%'];
    const { fits, meetsTiming, changes, bestChange } = await explained(...words);
    expect([fits, meetsTiming, changes[0].fits]).toEqual([true, false, false]);
    expect(changes[bestChange ?? -1]).toMatchObject({ fits: true });
  });
});

describe('the smallest set of changes that reaches a target', () => {
  it('has one change where one is enough, and its command gives its cycles', async () => {
    const { target, changes, latencyUs } = await explained('tiny', ...small, '--target', 'latency=-5%');
    expect(target).toMatchObject({ reached: true });
    expect(changes.some(({ set }) => set.join() === target?.set.join())).toBe(true);
    expect(target?.latencyUs).toBeLessThanOrEqual(0.95 * latencyUs);
    const ran = await runByHand(String(target?.command));
    expect(ran).toMatchObject({ cycles: target?.cycles, energyUj: target?.energyUj });
  });

  it('is printed with its joules, which may be what was asked for', async () => {
    const { out } = await session('explain', 'tiny', ...small, '--target', 'energy=-5%');
    expect(out).toMatch(/Target energy=-5% is reached with .*: \d+ cycles, [\d.]+ us, [\d.]+ uJ\./);
  });
});

describe('the tables of a run and of a comparison', () => {
  it('end with the bottleneck and the best single change, which a run by hand confirms', async () => {
    const { out } = await session('run', 'tiny', ...small, '--no-values');
    const last = out.trimEnd().split('\n\n').at(-1)?.replaceAll('\n', ' ') ?? '';
    const found =
      /^Bottleneck: .*Best single change tried: (\S+), -[\d.]+ % latency \(([\d,]+) cycles\)/.exec(last);
    const change = String(found?.[1]);
    const kept = small.filter((word) => !word.startsWith(change.slice(0, change.indexOf('=') + 1)));
    const ran = await session('run', 'tiny', ...kept, '--set', change, '--no-values', '--format', 'json');
    expect(JSON.parse(ran.out).cycles.total).toBe(Number(found?.[2].replaceAll(',', '')));
  });

  it('end with the same line for the first row of a comparison', async () => {
    const { out } = await session(
      'compare',
      'tiny',
      ...small,
      '--accelerators',
      'bbs,csr',
      '--set',
      'ports=2',
    );
    expect(out.trimEnd().split('\n\n').at(-1)?.replaceAll('\n', ' ')).toMatch(
      /^bbs: Bottleneck: .* of [\d,]+ cycles\. Best single change tried/,
    );
  });

  it.each(['json', 'csv'])('have no such line as %s', async (format) => {
    const { out } = await session('run', 'tiny', ...small, '--no-values', '--format', format);
    expect(out).not.toContain('Bottleneck');
  });
});
