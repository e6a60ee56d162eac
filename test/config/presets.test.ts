import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listPresets, loadPreset } from '../../src/config/presets.ts';
import { refusal } from './refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'bbsim-presets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const accelerators = [
  'banked-decoupled',
  'bbs',
  'bbs-chained',
  'csr',
  'csr-2port',
  'csr-balanced',
  'csr-bbs-mask',
  'csr-blocked',
  'csr-shared',
  'csr-shuffle',
  'csr-window',
  'csr-window-2',
  'csr-window-2port',
  'csr-window-4',
  'csr-window-packed',
  'dense',
  'replicated-balanced',
  'replicated-packed',
];

describe('presets', () => {
  it('are the files of configs/', () => {
    expect(listPresets('accelerator')).toEqual(expect.arrayContaining(accelerators));
    expect(listPresets('device')).toContain('arria10-gx1150');
  });

  it('keep resource costs apart from the technologies of the same folder', () => {
    expect(listPresets('technology')).toContain('fpga-20nm');
    expect(listPresets('technology')).not.toContain('resource-costs');
    expect(listPresets('resource-costs')).toEqual(['resource-costs']);
  });

  it('are named in messages by their path in the package, wherever that is', () => {
    const { name, source, text } = loadPreset('accelerator', 'bbs');
    expect({ name, source }).toEqual({ name: 'bbs', source: 'configs/accelerators/bbs.yaml' });
    expect(text).toContain('kind: bbs');
  });
});

describe('a path', () => {
  it('is what has a separator or ends in .yaml or .yml', () => {
    const path = write('mine.yml', 'kind: bbs');
    expect(loadPreset('accelerator', path)).toEqual({
      name: 'mine',
      source: path,
      folder,
      text: 'kind: bbs',
    });
    expect(refusal(() => loadPreset('accelerator', 'absent.yaml'))).toBe(
      'cannot read absent.yaml: no such file or directory',
    );
  });

  it('may be the name of a file in the working directory, after the presets', () => {
    expect(loadPreset('accelerator', 'package.json').source).toBe('package.json');
    expect(loadPreset('accelerator', 'package.json').folder).toBe('.');
  });
});

describe('a name that is unknown', () => {
  it.each([
    ['bsb', ', did you mean `bbs`? expected'],
    ['CSR', ', did you mean `csr`? expected'],
    ['csr-balance', ', did you mean `csr-balanced`? expected'],
    ['warp', '; expected'],
    ['', '; expected'],
    ['configs', '; expected'],
  ])('%j%s ...', (name, rest) => {
    expect(refusal(() => loadPreset('accelerator', name))).toBe(
      `unknown accelerator "${name}"${rest} the path of a YAML file, or one of: ${listPresets('accelerator').join(', ')}`,
    );
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['a directory', () => folder, 'it is a directory'],
    ['a missing file', () => join(folder, 'none.yaml'), 'no such file or directory'],
    [
      'a path through a file',
      () => join(write('f.yaml', ''), 'x.yaml'),
      'a part of its path is a file, not a directory',
    ],
  ])('%s', (_what, make, reason) => {
    const path = make();
    expect(refusal(() => loadPreset('accelerator', path))).toBe(`cannot read ${path}: ${reason}`);
  });
});

describe('a file that cannot be understood', () => {
  it.each([
    ['Latin-1 text', () => write('latin.yaml', Uint8Array.of(0x6b, 0xe4, 0x0a)), 'expected UTF-8 text'],
    [
      'a huge file',
      () => write('huge.yaml', '#'.repeat(2 ** 20 + 1)),
      'expected at most 1048576 bytes, found more',
    ],
  ])('%s', (_what, make, reason) => {
    const path = make();
    expect(refusal(() => loadPreset('accelerator', path))).toBe(`${path}: ${reason}`);
  });

  it('has no NUL in its name', () => {
    expect(refusal(() => loadPreset('accelerator', 'a\0.yaml'))).toBe(
      'cannot read a\\u0000.yaml: no file can have this name',
    );
  });

  it.skipIf(process.getuid?.() === 0)('lacks permission', () => {
    const path = write('secret.yaml', 'kind: bbs');
    chmodSync(path, 0);
    expect(refusal(() => loadPreset('accelerator', path))).toBe(`cannot read ${path}: permission denied`);
  });

  it('is read up to the limit and not beyond', () => {
    mkdirSync(join(folder, 'sub'));
    expect(loadPreset('accelerator', write('sub/full.yaml', '#'.repeat(2 ** 20))).text).toHaveLength(2 ** 20);
  });
});
