import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replaceFiles } from '../../src/disk/output-folder.ts';
import { missingTool } from '../cosim/rtl-tools.ts';
import { folder, put, session, smallProduct } from './session.ts';

const here = folder();
const product = smallProduct(here, [5, 6, 0, 0]);
const [, matrix, , vector] = product;

describe('bbsim rtl', () => {
  it('writes sources, parameters, images, a bench and a Makefile', async () => {
    const out = join(here, 'rtl');
    const { code, out: text } = await session('rtl', ...product, '--out', out);
    expect(code).toBe(0);
    expect(text).toContain('The bench expects');
    for (const name of [
      'rtl/pe.sv',
      'params.svh',
      'weights.hex',
      'vector.hex',
      'expected.hex',
      'spmv_harness.sv',
      'clock.cpp',
      'Makefile',
    ])
      expect(existsSync(join(out, name))).toBe(true);
    expect(readFileSync(join(out, 'params.svh'), 'utf8')).toContain('`define PES 2\n');
  });

  it('leaves nothing of an earlier design beside the new one, and says so', async () => {
    const out = join(here, 'again');
    await replaceFiles(out, [['lstm_harness.sv', 'old']]);
    await replaceFiles(join(out, 'rtl'), [['old_pe.sv', 'old']]);
    put(out, 'notes.txt', 'mine');
    const { err } = await session('rtl', ...product, '--out', out);
    const [harness, pe] = [join(out, 'lstm_harness.sv'), join(out, 'rtl', 'old_pe.sv')];
    for (const path of [harness, pe]) {
      expect(err).toContain(`removed ${path}, of an earlier run\n`);
      expect(existsSync(path)).toBe(false);
    }
    expect(existsSync(join(out, 'notes.txt'))).toBe(true);
  });

  it.skipIf(missingTool('icarus'))(
    'writes a bench that passes under make, and fails when a weight is another',
    async () => {
      const out = join(here, 'made');
      await session('rtl', ...product, '--out', out);
      const make = () =>
        execFileSync('sh', ['-c', 'make icarus 2>&1 || true'], { cwd: out, encoding: 'utf8' });
      expect(make()).toContain('PASS 3 rows');
      const weights = join(out, 'weights.hex');
      const lines = readFileSync(weights, 'utf8').split('\n');
      put(
        out,
        'weights.hex',
        [lines[0].replace(/.$/, (digit) => (digit === 'f' ? '0' : 'f')), ...lines.slice(1)].join('\n'),
      );
      expect(make()).toMatch(/FAIL row \d+ of PE \d+: left in cycle/);
    },
  );

  it.skipIf(missingTool('icarus'))('writes a bench of six lanes, which passes, too', async () => {
    const out = join(here, 'six');
    const words = product.map((word) => (word === 'banks=2' ? 'banks=6' : word));
    const { code } = await session('rtl', ...words, '--out', out);
    expect(code).toBe(0);
    expect(readFileSync(join(out, 'params.svh'), 'utf8')).toContain('`define PE_LANES 6\n');
    const made = execFileSync('sh', ['-c', 'make icarus 2>&1 || true'], { cwd: out, encoding: 'utf8' });
    expect(made).toContain('PASS 3 rows');
  });

  it('names the quicker tool, and makes it the one that make runs', async () => {
    const small = await session('rtl', ...product, '--out', join(here, 'small'));
    expect(small.out).toContain('runs it under Icarus');
    expect(readFileSync(join(here, 'small', 'Makefile'), 'utf8')).toContain('.DEFAULT_GOAL := icarus\n');
    const large = await session('rtl', 'tiny', '--out', join(here, 'large'));
    expect(large.out).toContain('runs it under Verilator (under Icarus it takes minutes)');
    expect(readFileSync(join(here, 'large', 'Makefile'), 'utf8')).toContain('.DEFAULT_GOAL := verilator\n');
  });

  it.each([
    [['rtl', 'tiny'], '--out: expected a folder to write to'],
    [['rtl', 'tiny', '--out', here, '--layer', '1'], '--layer 1: the workload has layers 0 to 0'],
    [['rtl', 'tiny', '--out', here, '--set', 'weights=streamed'], 'the RTL has no off-chip memory'],
    [['rtl', '--out', here, '--matrix', matrix], '--matrix and --vector go together'],
    [['rtl', '--synth', '--size', '4x1'], 'N at least 2'],
    [['rtl', '--synth', 'tiny'], 'expected no workload'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await session(...words);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    ['hp', '{inputs: 4, hidden: 9, projection: 3}'],
    ['rh', '{kind: gru, inputs: 4, hidden: 9, resetAfter: false}'],
  ])(
    'refuses a chained LOAD of %s that no hardware can follow, and says what would do',
    async (name, layer) => {
      const workload = put(here, `${name}.yaml`, `sparsity: 0.5\nlayers: [${layer}]\n`);
      const sets = ['ewop.style=instruction', 'ewop.chaining=on', 'ewop.lanes=4', 'pes=2', 'banks=4'].flatMap(
        (set) => ['--set', set],
      );
      const { code, err } = await session('rtl', workload, '--out', join(here, 'outrun'), ...sets);
      expect(err).toContain(`the LOAD of ${name} reads 4 elements per cycle`);
      expect(err).toContain(
        'expected ewop.lanes of at least 9 (one group), or placement cyclic and ewop.lanes of at least 4',
      );
      expect(code).toBe(2);
    },
  );
});

describe('bbsim cosim', () => {
  it.skipIf(missingTool('icarus'))(
    'compares a stack of LSTMs and GRUs, layer by layer, and both passes of one',
    async () => {
      const workload = put(
        here,
        'stack.yaml',
        'layers: [{inputs: 3, hidden: 4, bidirectional: true}, {kind: gru, hidden: 5}, {kind: gru, hidden: 3, resetAfter: false}]\n',
      );
      const sets = ['pes=2', 'banks=3', 'ewop.lanes=2'].flatMap((set) => ['--set', set]);
      const { code, out } = await session('cosim', workload, '--steps', '2', ...sets, '--format', 'csv');
      expect(code).toBe(0);
      const compared = out.split('\r\n').filter((line) => /^[hc],/.test(line));
      expect(compared).toEqual(['h,8,0', 'c,8,0', 'h,8,0', 'c,8,0', 'h,10,0', 'h,6,0']);
    },
  );

  it('compares one product, quantity by quantity', async () => {
    const { code, out } = await session('cosim', ...product);
    expect(code).toBe(0);
    for (const quantity of ['row value', 'conflict cycles of a PE', 'reads of a bank', 'SpMV cycles'])
      expect(out).toContain(quantity);
  });

  it.each([
    [
      ['--cases', '2', '--accelerator', 'banked'],
      'kind banked has no RTL: expected bbs, csr, csr-shared, csr-shuffle, csr-window, dense, banked-decoupled',
    ],
  ])('refuses %j: %s', async (words, message) => {
    const { code, err } = await session('cosim', ...words);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    [
      ['cosim', 'tiny', '--matrix', matrix, '--vector', vector],
      'expected a workload or --matrix, found both',
    ],
    [['cosim', '--tool', 'vcs'], 'Allowed choices are verilator, icarus, yosys'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await session(...words);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});
