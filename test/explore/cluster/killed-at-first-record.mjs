/**
 * Loaded before the program: kills it, as a node that is lost does, at its first write while it holds the
 * lock of a part of the store FAKE_STORE. No task ends before that, however slow the machine is.
 */
import { readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = await open(fileURLToPath(import.meta.url));
const handles = Object.getPrototypeOf(file);
await file.close();
const { write } = handles;
handles.write = function (...args) {
  const locks = readdirSync(join(process.env.FAKE_STORE, 'locks'));
  if (locks.some((name) => name.startsWith(`chunk-${process.env.SLURM_ARRAY_TASK_ID}-of-`)))
    process.kill(process.pid, 'SIGKILL');
  return write.apply(this, args);
};
