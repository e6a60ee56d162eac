/**
 * `bbsim study patterns timit` as a user runs it, the built program in a process of its own: the seconds of
 * every kind of equality. Of equal kept weights 60 s on two cores are wanted at most; bits and magnitude are
 * searched for, pattern by pattern. `npm run bench:patterns`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/bbsim.js', import.meta.url));

function secondsOf(...words: readonly string[]): number {
  const start = process.hrtime.bigint();
  const ran = spawnSync(process.execPath, [program, 'study', 'patterns', 'timit', ...words], {
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`bbsim study patterns ended with ${ran.status}: ${ran.stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

for (const equal of ['kept', 'bits', 'magnitude']) {
  console.log(`${secondsOf('--equal', equal).toFixed(1).padStart(9)}  s with --equal ${equal}`);
}
