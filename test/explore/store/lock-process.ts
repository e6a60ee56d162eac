/**
 * A process of the lock tests: `acquireLock` and `release` on its input, what came of it on its output.
 * `exit` leaves the lock to the exit.
 */
import { createInterface } from 'node:readline';
import { acquireLock, type Lock, type LockScope } from '../../../src/explore/store/lock.ts';

const [dir, scope] = process.argv.slice(2) as [string, string];
const part: LockScope = JSON.parse(scope);
let lock: Lock | null = null;

const say = (text: string) => process.stdout.write(`${text}\n`);

say('ready');
for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'exit') process.exit(0);
  if (command === 'release') {
    await lock?.release();
    say('released');
  } else {
    try {
      lock = await acquireLock(dir, part);
      say('acquired');
    } catch (error) {
      say(`refused: ${(error as Error).message}`);
    }
  }
}
