import { expect } from 'vitest';
import { splitWords } from '../../src/explore/cluster/shell-words.ts';
import type { ExplainResult } from '../../src/study/explain/explain-result.ts';
import { put, session } from './session.ts';

/** A design of a few lanes. */
export const small: readonly string[] = ['--set', 'pes=4', '--set', 'banks=8'];

/** A workload of three small layers with projections, written into a folder; its path. */
export function threeLayersIn(folder: string): string {
  const layers = '  - {inputs: 16, hidden: 48, projection: 16}\n'.repeat(3);
  return put(folder, 'stack.yaml', `name: stack\nlayers:\n${layers}sparsity: 0.75\n`);
}

/** What `bbsim explain` prints as JSON. */
export async function explained(...words: readonly string[]): Promise<ExplainResult> {
  const { code, out, err } = await session('explain', ...words, '--format', 'json');
  expect([code, err]).toEqual([0, expect.any(String)]);
  return JSON.parse(out) as ExplainResult;
}

/** Cycles, latency and energy of a printed command, run as it stands. */
export async function runByHand(command: string) {
  const [program, ...words] = splitWords(command, 'command');
  expect(program).toBe('bbsim');
  const { code, out, err } = await session(...words, '--format', 'json');
  expect([command, code, err.includes('bbsim:')]).toEqual([command, 0, false]);
  const { cycles, latencyUs, energy, resources } = JSON.parse(out);
  return { cycles: cycles.total, latencyUs, energyUj: energy.totalUj, fits: resources.fits };
}
