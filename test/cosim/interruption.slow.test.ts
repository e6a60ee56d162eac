import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { missingTool } from './rtl-tools.ts';

const program = fileURLToPath(new URL('../../bin/bbsim.js', import.meta.url));
const missing = missingTool('verilator');

/** Waits until a condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(100);
}

describe.skipIf(missing !== null)(`a co-simulation that is ended${missing ? ` (${missing})` : ''}`, () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s removes its folder, ends its tools and exits with %i', async (signal, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'bbsim-interruption-'));
    try {
      const words = [program, 'cosim', 'tiny', '--tool', 'verilator'];
      const child = spawn(process.execPath, words, {
        env: { ...process.env, TMPDIR: folder },
        stdio: 'ignore',
      });
      const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
      await until(() => readdirSync(folder).length > 0);
      await wait(500);
      child.kill(signal);
      expect(await ended).toBe(code);
      // A tool that went on would make its files again.
      await wait(500);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
