import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Before the tests: what runs the program or its worker threads runs what the sources say now. */
export default async function bundled(): Promise<void> {
  const program = 'dist/bundle/main.js';
  const written = existsSync(program) ? statSync(program).mtimeMs : 0;
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((path) => join('src', path));
  const newest = Math.max(
    ...[...sources, 'scripts/bundle.ts', 'package.json'].map((path) => statSync(path).mtimeMs),
  );
  if (newest < written) return;
  await import('../scripts/bundle.ts');
  await import('../scripts/page.ts');
}
