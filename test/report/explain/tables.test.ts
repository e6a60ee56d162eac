import { describe, expect, it } from 'vitest';
import { adviceLine } from '../../../src/report/explain/advice-line.ts';
import { treeTable } from '../../../src/report/explain/tree-table.ts';
import type { ExplainResult, TreeNode } from '../../../src/study/explain/explain-result.ts';

const leaf = (name: string, cycles: number): TreeNode => ({
  name,
  cycles,
  energyUj: cycles / 4,
  children: [],
});

const node = (name: string, children: readonly TreeNode[]): TreeNode => ({
  name,
  cycles: children.reduce((sum, { cycles }) => sum + cycles, 0),
  energyUj: children.reduce((sum, { energyUj }) => sum + energyUj, 0),
  children,
});

describe('the tree of a step', () => {
  it('shows the three PEs that finish last most often, and the others as one row that closes the sum', () => {
    const pes = [5, 9, 1, 7, 3, 2].map((cycles, pe) => leaf(`PE ${pe}`, cycles));
    const tree = node('step', [node('SpMV array', [...pes, leaf('control', 2)])]);
    const { rows } = treeTable({ tree } as ExplainResult);
    expect(rows.map(({ part, cycles }) => [part, cycles])).toEqual([
      ['step', 29],
      ['. SpMV array', 29],
      ['. . PE 1', 9],
      ['. . PE 3', 7],
      ['. . PE 0', 5],
      ['. . 3 further PEs', 6],
      ['. . control', 2],
    ]);
  });
});

describe('the line of advice', () => {
  const base = { cycles: 2000, latencyUs: 10 };

  it('names the bottleneck and the best single change, with what it saves', () => {
    const best = { set: ['weights=resident'], cycles: 500, latencyUs: 2.5 };
    expect(adviceLine({ cause: 'weight fetch', causeCycles: 1500, base, best }, true)).toBe(
      'Bottleneck: weight fetch, 75.0 % of 2,000 cycles. Best single change: weights=resident, -75.0 % latency (500 cycles).',
    );
  });

  it('says so where nothing that was tried saves', () => {
    const line = adviceLine({ cause: 'issue', causeCycles: 1000, base, best: null }, true);
    expect(line).toContain('No single change that was tried saves time and can be built.');
  });
});
