import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawnIn, drawnPicturesIn } from '../../scripts/docs/drawn.ts';
import { picturesOf, readPage, root } from '../../scripts/docs/pages.ts';
import { runExample } from '../../scripts/docs/shell.ts';

describe.each(['README.md', 'docs/models.md'])('the pictures of %s', (path) => {
  it('are the bytes that its own command draws', async () => {
    const page = readPage(path);
    const example = page.examples.find(({ commands }) => commands.includes('--out out'));
    if (!example) throw new Error(`${path} draws no pictures`);
    await runExample(page, example, (folder) => {
      const drawn = drawnIn(folder);
      expect(picturesOf(page).length).toBeGreaterThan(0);
      for (const name of picturesOf(page)) {
        const shown = readFileSync(join(root, 'docs', 'pictures', name));
        expect(shown.equals(readFileSync(join(drawn?.folder ?? '', name))), name).toBe(true);
      }
    });
  });
});

describe.each([
  { path: 'docs/sweeps.md', draws: '--chart' },
  { path: 'docs/validation.md', draws: 'scripts/sensitivity.ts out' },
])('the pictures of $path', ({ path, draws }) => {
  const page = readPage(path);
  const drawing = page.examples.filter(({ commands }) => commands.includes(draws));

  it.each(drawing)('are the bytes that its own commands draw: line $line', async (example) => {
    let compared = 0;
    await runExample(page, example, (folder) => {
      for (const { name, shelf, path: drawn } of drawnPicturesIn(folder, page)) {
        expect(readFileSync(drawn).equals(readFileSync(join(root, 'docs', shelf, name))), name).toBe(true);
        compared++;
      }
    });
    expect(compared).toBeGreaterThan(0);
  });
});
