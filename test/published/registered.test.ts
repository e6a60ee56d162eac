import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listPresets } from '../../src/config/presets.ts';
import { publishedDesigns } from '../../src/published/index.ts';
import { loadDesign } from '../../src/published/load-design.ts';
import { wordingOf } from '../../src/report/published/wording/index.ts';

const src = fileURLToPath(new URL('../../src', import.meta.url));
const kinds = publishedDesigns.map(({ kind }) => kind);

describe('the registered designs', () => {
  it('have a file each, which list shows, and each file is of one of them', () => {
    const files = publishedDesigns.map(({ file, kind }) => file ?? kind);
    expect(listPresets('design')).toEqual([...files].sort());
    expect(files.map((name) => loadDesign(name).config.kind)).toEqual(kinds);
  });

  it('are all reported in words', () => {
    for (const kind of kinds) expect(Object.keys(wordingOf({ kind }).details)).not.toEqual([]);
  });
});

it('no file of published, report and cli compares the kind of a design', () => {
  const name = `'(?:${kinds.join('|')})'`;
  const compared = new RegExp(`[!=]==?\\s*${name}|${name}\\s*[!=]==?|case ${name}`, 'g');
  const comparisonsIn = (text: string) => text.match(compared) ?? [];
  expect(comparisonsIn("design.kind === 'ese' || 'bbs' === kind; case 'brds':")).toHaveLength(3);
  const files = ['published', 'report', 'cli'].flatMap((room) =>
    readdirSync(`${src}/${room}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${room}/${path}`),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(
    files.flatMap((path) =>
      comparisonsIn(readFileSync(`${src}/${path}`, 'utf8')).map((what) => `${path}: ${what}`),
    ),
  ).toEqual([]);
});
