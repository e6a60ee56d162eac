import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listPresets, loadPreset } from '../../src/config/presets.ts';
import {
  loadAccelerator,
  loadDevice,
  loadResourceCosts,
  loadStageDelays,
  loadTechnology,
  loadWorkload,
} from '../../src/run/load-config.ts';
import { refusal } from '../config/refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbsim-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the accelerator presets', () => {
  it('all have 64 PEs, or as many as their name says, of 64 multipliers at 200 MHz on an Arria 10', () => {
    const sizes: Readonly<Record<string, object>> = {
      'banked-decoupled-48': { pes: 48, banks: 64 },
      // As many lanes as banks, which all PEs share.
      'csr-shared': { pes: 16, banks: 4, sharedBanks: 64 },
    };
    for (const preset of listPresets('accelerator')) {
      const { name, config } = loadAccelerator(preset);
      expect(name).toBe(preset);
      const size = sizes[preset] ?? { pes: 64, banks: 64 };
      expect(config).toMatchObject({ ...size, clockMhz: 200, device: 'arria10-gx1150' });
    }
  });

  it.each([
    [
      'bbs',
      { kind: 'bbs', placement: 'even', weights: 'auto', pattern: { kind: 'bank-balanced', banks: 64 } },
    ],
    [
      'csr',
      { kind: 'csr', placement: 'cyclic', ports: 1, rowOrder: 'natural', pattern: { kind: 'unstructured' } },
    ],
    ['csr-blocked', { kind: 'csr', placement: 'blocked' }],
    ['csr-2port', { kind: 'csr', placement: 'cyclic', ports: 2 }],
    ['csr-balanced', { kind: 'csr', placement: 'cyclic', rowOrder: 'balanced' }],
    [
      'csr-bbs-mask',
      { kind: 'csr', placement: 'cyclic', pattern: { kind: 'bank-balanced', placement: 'even' } },
    ],
    ['csr-shared', { kind: 'csr-shared', placement: 'cyclic' }],
    [
      'csr-window',
      { kind: 'csr-window', window: 8, queueDepth: null, ports: 1, rowOrder: 'balanced', pes: 64, banks: 64 },
    ],
    [
      'csr-shuffle',
      { kind: 'csr-shuffle', retryCycles: 6, openRows: 16, rowOrder: 'balanced', pes: 64, banks: 64 },
    ],
    [
      'banked-decoupled',
      { kind: 'banked-decoupled', rowsApart: 4, emptyRow: 'cycle', rowOrder: 'natural', pes: 64, banks: 64 },
    ],
    ['csr-window-2', { kind: 'csr-window', window: 2, ports: 1, rowOrder: 'natural' }],
    ['csr-window-4', { kind: 'csr-window', window: 4, ports: 1, rowOrder: 'balanced' }],
    ['csr-window-2port', { kind: 'csr-window', window: 8, ports: 2, rowOrder: 'balanced' }],
    [
      'csr-window-packed',
      { kind: 'csr-window', window: 8, rowOrder: 'balanced', packRows: true, rowsPerCycle: 2 },
    ],
    ['replicated-balanced', { kind: 'replicated', rowOrder: 'balanced', packRows: false }],
    ['replicated-packed', { kind: 'replicated', rowOrder: 'balanced', packRows: true, rowsPerCycle: 2 }],
    ['dense', { kind: 'dense', pattern: { kind: 'dense' } }],
  ])('%s is what its name says, with vector instructions per gate', (preset, expected) => {
    const { config } = loadAccelerator(preset);
    expect(config).toMatchObject(expected);
    expect(config).toMatchObject({ gateMatrix: 'separate', program: { spmvSlices: 'gate' } });
    expect(config.ewop).toEqual({ style: 'instruction', lanes: 64, chaining: false });
  });

  it('have the chained cell of docs/timing.md section 4 in bbs-chained', () => {
    const { config } = loadAccelerator('bbs-chained');
    expect(config).toMatchObject({
      kind: 'bbs',
      gateMatrix: 'combined',
      ewop: { style: 'chained', lanes: 64 },
    });
  });

  it('differ from bbs in nothing but what they are named after', () => {
    const {
      name: _a,
      description: _b,
      placement: _c,
      kind: _d,
      pattern: _e,
      keepPerBank: _h,
      ...bbs
    }: Record<string, unknown> = { ...loadAccelerator('bbs').config };
    for (const preset of ['csr', 'csr-blocked', 'csr-bbs-mask']) {
      expect(loadAccelerator(preset).config).toMatchObject(bbs);
    }
    const { pes: _f, banks: _g, ...others } = bbs;
    expect(loadAccelerator('csr-shared').config).toMatchObject(others);
  });

  it.each(listPresets('accelerator'))('%s spells out every field', (preset) => {
    const { text } = loadPreset('accelerator', preset);
    const { config } = loadAccelerator(preset);
    const names = Object.entries(config).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && name !== 'pattern'
        ? [name, ...Object.keys(value)]
        : [name],
    );
    // Of nested models alone: a file that has it could be told no other kind, `--set kind=csr`.
    const spelt = names.filter((name) => name !== 'keepPerBank');
    expect(config).toMatchObject(names.includes('keepPerBank') ? { keepPerBank: null } : {});
    for (const name of spelt) expect(text, name).toMatch(new RegExp(`^ *${name}:`, 'm'));
  });

  it('follow --set, and the banks of a bank-balanced pattern follow the accelerator', () => {
    const { config } = loadAccelerator('bbs', ['banks=32', 'ewop.chaining=on', 'workload.steps=3']);
    expect(config).toMatchObject({ banks: 32, pattern: { banks: 32 }, ewop: { chaining: true } });
  });

  it('name the --set that they cannot follow', () => {
    expect(refusal(() => loadAccelerator('bbs', ['timing.mulLatncy=4']))).toBe(
      '--set timing.mulLatncy=4: unknown field `mulLatncy`, did you mean `mulLatency`?',
    );
    expect(refusal(() => loadAccelerator('csr', ['kind=bbs']))).toMatch(
      /^configs\/accelerators\/csr\.yaml:\d+:12 placement: bank-balanced, complementary and dense need a contiguous placement/,
    );
  });
});

describe('an accelerator of a file', () => {
  it('is named by its field, else by the file', () => {
    const path = write('mine.yaml', 'kind: csr');
    expect(loadAccelerator(path)).toMatchObject({ name: 'mine', source: path, config: { kind: 'csr' } });
    expect(loadAccelerator(path, ['name=other']).name).toBe('other');
  });

  it('has its faults named by line and column', () => {
    const path = write('faulty.yaml', 'kind: csr\ntiming:\n  mulLatency: 0\n');
    expect(refusal(() => loadAccelerator(path))).toBe(
      `${path}:3:15 timing.mulLatency: expected at least 1, found 0`,
    );
  });

  it('finds device and technology relative to itself', () => {
    mkdirSync(join(folder, 'parts'));
    write('parts/chip.yaml', loadPreset('device', 'arria10-gx1150').text);
    write('parts/joules.yaml', loadPreset('technology', 'fpga-20nm').text);
    const path = write(
      'refers.yaml',
      'kind: csr\ndevice: ./parts/chip.yaml\ntechnology: parts/joules.yaml\n',
    );
    const { config } = loadAccelerator(path);
    expect(config.device).toBe(join(folder, 'parts/chip.yaml'));
    expect(loadDevice(config.device).config).toEqual(loadDevice('arria10-gx1150').config);
    expect(loadTechnology(config.technology).config).toEqual(loadTechnology('fpga-20nm').config);
  });

  it('takes names of presets, absolute paths and paths of --set as they are', () => {
    const path = write('absolute.yaml', `kind: csr\ndevice: ${join(folder, 'chip.yaml')}\n`);
    const { config } = loadAccelerator(path, ['technology=parts/joules.yaml']);
    expect(config.device).toBe(join(folder, 'chip.yaml'));
    expect(config.technology).toBe('parts/joules.yaml');
    expect(loadAccelerator(write('plain.yaml', 'kind: csr')).config.device).toBe('arria10-gx1150');
  });
});

describe('a workload', () => {
  const path = write('lstm.yaml', 'name: small\nlayers:\n  - {inputs: 8, hidden: 16}\n');
  it('follows --set workload. and leaves the rest to the accelerator', () => {
    const { config } = loadWorkload(path, ['pes=4', 'workload.sparsity=0.5', 'workload.layers.0.hidden=32']);
    expect(config).toMatchObject({ sparsity: 0.5, layers: [{ inputs: 8, hidden: 32 }] });
  });

  it.each([
    ['workload.layers.1.hidden=4', 'layers has 1 items, expected an index below that, found 1'],
    ['workload.sparsity=1', 'expected less than 1, found 1'],
    ['workload.sparcity=0', 'unknown field `sparcity`, did you mean `sparsity`?'],
    ['workload.layers.0.hiden=4', 'unknown field `hiden`, did you mean `hidden`?'],
  ])('names --set %s when it cannot: %s', (set, expected) => {
    expect(refusal(() => loadWorkload(path, [set]))).toBe(`--set ${set}: ${expected}`);
  });
});

describe('resource costs', () => {
  it('are those of the package, with the delays of stages beside them', () => {
    const { source, config } = loadResourceCosts();
    expect(source).toBe('configs/technology/resource-costs.yaml');
    expect(config.stages).toEqual(loadStageDelays().config);
  });
});
