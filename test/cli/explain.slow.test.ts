import { describe, expect, it } from 'vitest';
import { explained, runByHand, small, threeLayersIn } from './explained.ts';
import { folder, put, session } from './session.ts';

const here = folder();
const stack = threeLayersIn(here);

describe('every change that explain proposes', () => {
  it.each([
    ['bank-balanced rows', ['tiny', ...small]],
    ['the TIMIT layer', ['timit']],
    [
      'both passes at once',
      ['tiny', ...small, '--set', 'workload.layers.0.bidirectional=true', '--set', 'directions=parallel'],
    ],
    ['streamed weights and a seed', [stack, ...small, '--set', 'weights=streamed', '--seed', '7']],
    ['an arbiter', ['tiny', ...small, '--accelerator', 'csr-window', '--sparsity', '0.8']],
    ['an asked pattern', ['tiny', ...small, '--accelerator', 'csr', '--pattern', 'block']],
    ['a clock at its highest', ['tiny', ...small, '--accelerator', 'csr', '--set', 'clockMhz=auto']],
    [
      'trained weights',
      [...small, '--weights', 'examples/agreement-lm/model.npz', '--set', 'number.fractionBits=9'],
    ],
    ['what does not fit', ['tiny', '--set', 'pes=900', '--allow-overflow']],
  ])('gives the printed figures when run by hand: %s', async (_, words) => {
    const { changes, latencyUs } = await explained(...words);
    expect(changes.length).toBeGreaterThan(0);
    for (const { command, cycles, latencyUs: changed, energyUj, fits } of changes) {
      expect(await runByHand(command)).toEqual({ cycles, latencyUs: changed, energyUj, fits });
      expect(changed).toBeLessThan(latencyUs);
    }
  });
});

describe('explain', () => {
  it('says residency first where 48 PEs wait for weights that come at 9.6 GB/s and would fit', async () => {
    const layers = '  - {inputs: 128, hidden: 512, projection: 128}\n'.repeat(3);
    const net = put(here, 'net.yaml', `name: net\nlayers:\n${layers}sparsity: 0.875\n`);
    const array = 'pes=48 banks=32 device=xcku060 weights=streamed dram.gbPerS=9.6'.split(' ');
    const { out } = await session('explain', net, ...array.flatMap((set) => ['--set', set]));
    const advice = out.split('\n').find((line) => line.startsWith('Bottleneck'));
    expect(advice).toMatch(/^Bottleneck: weight fetch, .* Best single change: weights=resident, -9\d/);
    const first = await explained(net, ...array.flatMap((set) => ['--set', set]));
    expect(first.changes[0]).toMatchObject({ set: ['weights=resident'], fits: true });
    expect(first.bounds.bandwidthCycles).toBeGreaterThan(0.9 * first.cycles);
  });
});

describe('the smallest set of changes that reaches a target', () => {
  it('has several where no single one is enough', async () => {
    const { target, changes, latencyUs } = await explained('tiny', ...small, '--target', 'latency=-65%');
    expect(target?.reached).toBe(true);
    expect(target?.set.length).toBeGreaterThan(1);
    expect(changes.filter((one) => one.fits).every((one) => one.latencyUs > 0.35 * latencyUs)).toBe(true);
    const ran = await runByHand(String(target?.command));
    expect(ran.cycles).toBe(target?.cycles);
  });

  it('comes as near as it can where nothing reaches it, and says so', async () => {
    const { target, cycles } = await explained('tiny', ...small, '--target', 'latency=-99%');
    expect(target?.reached).toBe(false);
    expect(target?.cycles).toBeLessThan(cycles);
  });
});
