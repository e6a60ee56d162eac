import { describe, expect, it } from 'vitest';
import { examplesOf, filesOf, withCaptions, withOutput } from '../../scripts/docs/pages.ts';

const page = [
  '# Page',
  '',
  '```sh',
  'one',
  '```',
  '',
  '```text',
  'first',
  '```',
  '',
  '```sh',
  'two',
  'three',
  '```',
  '',
  'Prose in between, so what follows is not its output.',
  '',
  '```text',
  'elsewhere',
  '```',
  '',
  '```yaml my.yaml',
  'kind: bbs',
  '```',
  '',
].join('\n');

describe('the examples of a page', () => {
  it('are its blocks of commands, each with the output right after it', () => {
    const examples = examplesOf(page).map(({ line, commands, shown }) => ({ line, commands, shown }));
    expect(examples).toEqual([
      { line: 4, commands: 'one\n', shown: 'first\n' },
      { line: 12, commands: 'two\nthree\n', shown: null },
    ]);
  });

  it('get another output in place of the one shown, and nothing else changes', () => {
    const [first] = examplesOf(page);
    expect(withOutput(page, first, 'second\nthird\n')).toBe(page.replace('first\n', 'second\nthird\n'));
  });

  it('find the files that the reader writes in blocks with a name', () => {
    expect(filesOf(page)).toEqual([{ name: 'my.yaml', content: 'kind: bbs\n' }]);
  });
});

describe('captions', () => {
  it('name the configuration of the pictures', () => {
    expect(withCaptions('a (configuration `0123456789ab`)', 'ffffffffffff')).toBe(
      'a (configuration `ffffffffffff`)',
    );
  });
});
