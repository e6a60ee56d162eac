import { describe, expect, it } from 'vitest';
import { readPage } from '../../scripts/docs/pages.ts';
import { checkShown, pagesWith } from './shown.ts';

describe.concurrent.each(pagesWith(false))('$path', ({ page, examples }) => {
  it.each(examples)('shows what line $line prints: $title', (example) => checkShown(page, example));
});

describe('the README', () => {
  it('shows the two commands that are all a fresh machine needs', () => {
    const commands = readPage('README.md').examples.map((example) => example.commands.trim());
    expect(commands).toContain('npm ci && npx bbsim compare');
    expect(commands).toContain('npm ci && npm test');
  });

  it('has those two among the examples that are run in every test', () => {
    const readme = pagesWith(false).find(({ path }) => path === 'README.md');
    expect(readme?.examples.map(({ line }) => line)).toEqual(
      expect.arrayContaining(
        readPage('README.md')
          .examples.filter(({ commands }) => commands.includes('npm ci'))
          .map(({ line }) => line),
      ),
    );
  });
});
