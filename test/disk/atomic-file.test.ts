import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomic, writeFilesAtomic } from '../../src/disk/atomic-file.ts';
import { BadInput } from '../../src/errors/bad-input.ts';

/** Errors that the next calls of the file system fail with. */
const failing = vi.hoisted(() => ({ write: '', rename: '', open: '' }));
/** What was flushed to the disk or renamed, in order. */
const steps = vi.hoisted((): string[] => []);

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>();
  const fail = (code: string) => Promise.reject(Object.assign(new Error(`${code}: raw`), { code }));
  return {
    ...real,
    rename: (from: string, to: string) => {
      if (failing.rename) return fail(failing.rename);
      steps.push(`rename to ${basename(to)}`);
      return real.rename(from, to);
    },
    open: async (path: string, flags: string) => {
      if (failing.open) return fail(failing.open);
      const file = await real.open(path, flags);
      const sync = file.sync.bind(file);
      file.sync = () => {
        steps.push(path.endsWith('.tmp') ? 'flush the file' : `flush ${basename(path)}/`);
        return sync();
      };
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

  it('outlasts a loss of power: flushed, then renamed, then its folder is flushed', async () => {
    steps.length = 0;
    await writeFileAtomic(join(folder, 'result.json'), '{}');
    expect(steps).toEqual(['flush the file', 'rename to result.json', `flush ${basename(folder)}/`]);
  });

  it('is made behind a link whose file is not there yet, also through a chain of links', async () => {
    await mkdir(join(folder, 'data'));
    await symlink('data/real', join(folder, 'second'));
    await symlink('second', join(folder, 'first'));
    await writeFileAtomic(join(folder, 'first'), 'new');
    expect(await readFile(join(folder, 'data/real'), 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['data', 'first', 'second']);
    expect(await readlink(join(folder, 'first'))).toBe('second');
  });

  it('cannot be written through links that form a circle', async () => {
    await symlink('b', join(folder, 'a'));
    await symlink('a', join(folder, 'b'));
    const path = join(folder, 'a');
    await expect(writeFileAtomic(path, 'x')).rejects.toThrow(
      `cannot write ${path}: its symbolic links form a circle`,
    );
  });

  it('is written from parts of text or of bytes', async () => {
    await writeFileAtomic(join(folder, 'text'), ['a', 'b\n', 'c']);
    expect(await readFile(join(folder, 'text'), 'utf8')).toBe('ab\nc');
    async function* parts() {
      yield Uint8Array.of(1, 2);
      yield Uint8Array.of(3);
    }
    await writeFileAtomic(join(folder, 'bytes'), parts());
    expect([...(await readFile(join(folder, 'bytes')))]).toEqual([1, 2, 3]);
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

  it('is not written where another that belongs to it cannot be, and nothing is left beside it', async () => {
    const page = join(folder, 'page.html');
    await writeFile(page, 'old');
    await mkdir(join(folder, 'slides.pptx'));
    for (const other of ['slides.pptx', 'page.html/slides.pdf'])
      await expect(
        writeFilesAtomic([
          [page, 'new'],
          [join(folder, other), 'new'],
        ]),
      ).rejects.toThrow(BadInput);
    expect(await readFile(page, 'utf8')).toBe('old');
    expect((await readdir(folder)).sort()).toEqual(['page.html', 'slides.pptx']);
  });

  it('is another than one that is written with it, also behind links', async () => {
    await symlink('page.html', join(folder, 'slides.pptx'));
    const both = ['page.html', 'slides.pptx'].map((name) => [join(folder, name), 'new'] as const);
    await expect(writeFilesAtomic(both)).rejects.toThrow(/they are the same file, expected two files/);
    expect(await readdir(folder)).toEqual(['slides.pptx']);
  });
});
