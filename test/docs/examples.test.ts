import { describe, expect, it } from 'vitest';
import { drawnIn } from '../../scripts/docs/drawn.ts';
import { captionsOf, type Page, pagePaths, readPage } from '../../scripts/docs/pages.ts';
import { runExample } from '../../scripts/docs/shell.ts';

const pages = pagePaths().map(readPage);

/** First line of an example's commands, for its title. */
function titleOf(commands: string): string {
  const [first, ...others] = commands.trim().split('\n');
  return others.length > 0 ? `${first} ...` : first;
}

/** Captions must name the configuration of the pictures that the page's own command draws. */
function checkCaptions(page: Page, folder: string): void {
  const drawn = drawnIn(folder);
  if (!drawn) return;
  for (const configHash of captionsOf(page)) expect(configHash).toBe(drawn.configHash);
}

describe.concurrent.each(pages.filter(({ examples }) => examples.length > 0))('$path', (page) => {
  const examples = page.examples
    // Those that draw sweeps take longer: pictures.slow.test.ts runs them and compares their pictures.
    .filter(({ commands }) => !commands.includes('--chart'))
    .map((example) => ({ ...example, title: titleOf(example.commands) }));

  it.each(examples)('shows what line $line prints: $title', { timeout: 60_000 }, async (example) => {
    const ran = await runExample(page, example, (folder) => checkCaptions(page, folder));
    expect(ran.exitCode, ran.stderr).toBe(0);
    if (example.shown !== null) expect(ran.stdout).toBe(example.shown);
  });
});

describe('the README', () => {
  it('shows the two commands that are all a fresh machine needs', () => {
    const commands = readPage('README.md').examples.map((example) => example.commands.trim());
    expect(commands).toContain('npm ci && npx bbsim compare');
    expect(commands).toContain('npm ci && npm test');
  });
});
