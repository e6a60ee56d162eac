import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** JSON files that tests compare with, under a folder. */
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.includes('stores'))
    .map((path) => `${folder}/${path}`);
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('what tests compare with says where it comes from', () => {
  const measured = filesIn('examples/measured');
  const made = [...filesIn('test/golden'), ...filesIn('test/fixtures')];

  it('measured files: whose hardware in which version, how the inputs are drawn, what the fields mean', () => {
    expect(measured.length).toBeGreaterThanOrEqual(3);
    for (const path of measured) {
      const { design, generator, fields } = read(path);
      expect(design, path).toMatch(/commit [0-9a-f]{7}/);
      expect(generator, path).toMatch(/1664525/);
      expect(Object.keys(fields as object).length, path).toBeGreaterThan(2);
    }
  });

  it('made files: the script that makes them again, or has its place beside a model', () => {
    expect(made.length).toBeGreaterThan(30);
    for (const path of made) {
      const { generator = join(dirname(path), 'make.py') } = read(path);
      expect(existsSync(String(generator).split(' ')[0]), path).toBe(true);
    }
  });
});
