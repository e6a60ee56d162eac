import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from '../../scripts/docs/pages.ts';
import { manText } from '../../scripts/man-text.ts';

it('the manual page is what the help of the commands says: npm run man writes it', async () => {
  const text = await manText();
  expect(readFileSync(`${root}man/bbsim.1`, 'utf8')).toBe(text);
  for (const part of ['.SH EXIT STATUS\n0 done, 1 ', ', 130 interrupted.', '.SS bbsim study banks [options]'])
    expect(text).toContain(part);
});
