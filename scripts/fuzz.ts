// The long proof of the readers of files: `npm run fuzz -- --cases 10000 --seed 7` damages
// every kind of file that many times.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '20190224' } },
});
for (const [name, text] of Object.entries(values)) {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name}: expected an integer from 1, found ${text}`);
}
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--project',
    'fast*',
    'test/tensors/fuzz',
    'test/tensors/hostile',
    'test/tensors/strange',
    'test/config/fuzz',
  ],
  {
    stdio: 'inherit',
    env: { ...process.env, BBSIM_CASES: values.cases, BBSIM_FUZZ_SEED: values.seed },
  },
);
process.exitCode = status ?? 1;
