import { expect } from 'vitest';
import { drawnIn } from '../../scripts/docs/drawn.ts';
import { captionsOf, type Example, type Page, pagePaths, readPage } from '../../scripts/docs/pages.ts';
import { runExample } from '../../scripts/docs/shell.ts';

/**
 * Commands that take long, and those that start a process each and say little that other tests do not: the
 * slow suite runs them. Those of the README that every reader runs first are none of them.
 */
const LONG =
  /node \S+\.js|bbsim (?:report|schema|sweep|study|explain|diff|inspect|optimize|reproduce|spmv|cosim|rtl|verify)\b|npx tsx|compare --|run timit|(?:example|stack|gru|flat|wrong)\.yaml|set banks=16\n|--program|--vcd|--trace|save-outputs|\bfor \w+ in /;

/** A page and those of its examples that take long, or the others. */
export function pagesWith(takesLong: boolean) {
  return pagePaths()
    .map(readPage)
    .filter(({ isOneFolder }) => !isOneFolder)
    .map((page) => ({ page, path: page.path, examples: examplesOf(page, takesLong) }))
    .filter(({ examples }) => examples.length > 0);
}

function examplesOf({ examples }: Page, takesLong: boolean) {
  return (
    examples
      // Those that draw sweeps have their pictures compared as well, by pictures.slow.test.ts.
      .filter(({ commands }) => !commands.includes('--chart') && LONG.test(commands) === takesLong)
      .map((example) => ({ ...example, title: titleOf(example.commands) }))
  );
}

/** First line of an example's commands, for its title. */
function titleOf(commands: string): string {
  const [first, ...others] = commands.trim().split('\n');
  return others.length > 0 ? `${first} ...` : first;
}

/** Runs an example, and compares what it prints with what the page shows. */
export async function checkShown(page: Page, example: Example): Promise<void> {
  const ran = await runExample(page, example, (folder) => checkCaptions(page, folder));
  expect(ran.exitCode, ran.stderr).toBe(0);
  if (example.shown !== null) expect(ran.stdout).toBe(example.shown);
}

/** Captions must name the configuration of the pictures that the page's own command draws. */
function checkCaptions(page: Page, folder: string): void {
  const drawn = drawnIn(folder);
  if (!drawn) return;
  for (const configHash of captionsOf(page)) expect(configHash).toBe(drawn.configHash);
}
