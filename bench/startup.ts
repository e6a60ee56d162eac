/**
 * How long the program takes to start, beside Node itself: `npm run bench:startup`. Medians of
 * runs that take turns, as ratios.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Figure, printFigures } from './figure.ts';

const program = fileURLToPath(new URL('../bin/bbsim.js', import.meta.url));
const ROUNDS = 15;

/** Command lines, and the ratio that each is to stay below. */
const measured = [
  { words: ['--version'], most: 3 },
  { words: ['--help'], most: 3 },
  { words: ['list'], most: 5 },
  { words: ['run', 'tiny'], most: 5 },
] as const;

function timeMs(words: readonly string[]): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1];

const bare: number[] = [];
const times = measured.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++) {
  bare.push(timeMs(['-e', '0']));
  for (const [i, { words }] of measured.entries()) times[i].push(timeMs([program, ...words]));
}

const bareMs = median(bare);
printFigures(
  measured.map(({ words, most }, i): Figure => {
    const ms = median(times[i]);
    return {
      name: `bbsim ${words.join(' ')}, as long as \`node -e 0\``,
      ratio: ms / bareMs,
      detail: `${ms.toFixed(0)} ms and ${bareMs.toFixed(0)} ms, medians of ${ROUNDS}; at most ${most} is wanted`,
    };
  }),
);
