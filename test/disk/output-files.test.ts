import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomic } from '../../src/disk/output-files.ts';
import { BadInput } from '../../src/errors/bad-input.ts';

/** Errors that the next calls of the file system fail with. */
const failing = vi.hoisted(() => ({ write: '', rename: '', open: '' }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const fail = (code: string) => Promise.reject(Object.assign(new Error(`${code}: raw`), { code }));
  return {
    ...real,
    rename: (from: string, to: string) => (failing.rename ? fail(failing.rename) : real.rename(from, to)),
    open: async (path: string, flags: string) => {
      if (failing.open) return fail(failing.open);
      const file = await real.open(path, flags);
      if (failing.write) {
        const whole = file.writeFile.bind(file);
        file.writeFile = async (content) => {
          await whole(String(content).slice(0, 3));
          await fail(failing.write);
        };
      }
      return file;
    },
  };
});

describe('an output file', () => {
  let folder: string;

  beforeEach(async () => {
    Object.assign(failing, { write: '', rename: '', open: '' });
    folder = await mkdtemp(join(tmpdir(), 'bbsim-files-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is written with its folders, and nothing is left beside it', async () => {
    await writeFileAtomic(join(folder, 'a/b/result.json'), '{}');
    expect(await readFile(join(folder, 'a/b/result.json'), 'utf8')).toBe('{}');
    expect(await readdir(join(folder, 'a/b'))).toEqual(['result.json']);
  });

  it('replaces an older one, bytes as they are', async () => {
    const path = join(folder, 'chart.png');
    await writeFile(path, 'older and longer');
    await writeFileAtomic(path, Uint8Array.of(0, 255, 13, 10));
    expect([...(await readFile(path))]).toEqual([0, 255, 13, 10]);
  });

  it('is written through a symbolic link, which stays', async () => {
    await writeFile(join(folder, 'real'), 'old');
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'new');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('new');
  });

  it('is one of the written contents when many write it at once', async () => {
    const contents = Array.from({ length: 8 }, (_unused, i) => String(i).repeat(1000));
    await Promise.all(contents.map((content) => writeFileAtomic(join(folder, 'same'), content)));
    expect(contents).toContain(await readFile(join(folder, 'same'), 'utf8'));
    expect(await readdir(folder)).toEqual(['same']);
  });

  it.each([
    { step: 'write', code: 'ENOSPC', reason: 'the disk is full' },
    { step: 'rename', code: 'EACCES', reason: 'permission denied' },
    { step: 'open', code: 'EROFS', reason: 'the file system is read-only' },
    { step: 'write', code: 'EIO', reason: 'EIO: raw' },
  ] as const)(
    'keeps its old content when the $step fails with $code, and the temporary file goes',
    async ({ step, code, reason }) => {
      const path = join(folder, 'result.json');
      await writeFile(path, 'old');
      failing[step] = code;
      await expect(writeFileAtomic(path, 'new content')).rejects.toThrow(
        new BadInput(`cannot write ${path}: ${reason}`),
      );
      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(folder)).toEqual(['result.json']);
    },
  );

  it('cannot take the place of a directory', async () => {
    await expect(writeFileAtomic(folder, 'x')).rejects.toThrow(`cannot write ${folder}: it is a directory`);
  });

  it('cannot take the place of a device', async () => {
    await expect(writeFileAtomic('/dev/null', 'x')).rejects.toThrow(
      'cannot write /dev/null: it is not a regular file',
    );
  });

  it('cannot lie below a file', async () => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, 'file/deeper/result.json');
    await expect(writeFileAtomic(path, 'x')).rejects.toThrow(
      `cannot write ${path}: a part of its path is a file`,
    );
  });
});
