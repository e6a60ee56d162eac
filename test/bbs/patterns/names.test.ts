import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatNames } from '../../../src/bbs/formats/index.ts';
import { patternKinds } from '../../../src/bbs/patterns/named-pattern.ts';

const src = fileURLToPath(new URL('../../../src', import.meta.url));
const elsewhere = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('bbs/patterns/'))
  .map((path) => ({ path, text: readFileSync(`${src}/${path}`, 'utf8') }));

/** Comparisons with a pattern's name, in any of the ways in which code chooses by a name. */
function comparisonsIn(text: string): string[] {
  const name = `['"\`](?:${patternKinds.join('|')})['"\`]`;
  const compared = new RegExp(
    `[!=]==?\\s*${name}|${name}\\s*[!=]==?|case ${name}|pattern\\.kind\\s*[!=]==?\\s*(?!'none')[\\w'"]`,
    'g',
  );
  return text.match(compared) ?? [];
}

it('no file outside of src/bbs/patterns compares the name of a pattern: what differs is in its record', () => {
  expect(elsewhere.length).toBeGreaterThan(300);
  const found = elsewhere.flatMap(({ path, text }) => comparisonsIn(text).map((what) => `${path}: ${what}`));
  expect(found).toEqual([
    // The name of a random matrix.
    "cosim/random-matrix.ts: === 'bank-balanced'",
  ]);
});

it.each([
  "if (pattern.kind === 'block') return;",
  'config.pattern.kind !== other',
  "switch (kind) { case 'row-balanced': }",
  "'dense' === kind",
])('finds %s', (text) => {
  expect(comparisonsIn(text)).toHaveLength(1);
});

it('the pages name every pattern and every format', () => {
  const page = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url)), 'utf8');
  for (const kind of patternKinds) expect(page('guide.md')).toContain(`\`${kind}\``);
  for (const name of formatNames) expect(page('model.md')).toMatch(new RegExp(`^\\| ${name}(?:,| \\|)`, 'm'));
});
