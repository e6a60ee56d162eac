import { describe, expect, it, vi } from 'vitest';
import { folder, put, session } from '../../cli/session.ts';
import { edge } from './edge.ts';

// Registered as any other, but in this test only.
vi.mock(import('../../../src/bbs/patterns/index.ts'), async (original) => {
  const { patterns } = await original();
  const { edge } = await import('./edge.ts');
  return { patterns: [...patterns, edge] as unknown as typeof patterns };
});

const files = folder();
const onCsr = put(files, 'edge.yaml', 'kind: csr\npes: 4\nbanks: 8\npattern: {kind: edge, side: left}\n');
const asJson = async (...words: string[]) => JSON.parse((await session(...words, '--format', 'json')).out);

describe('a pattern that is registered', () => {
  it('is in the JSON Schema of an accelerator, as a name and with its options', async () => {
    const { out } = await session('schema', 'accelerator');
    const { anyOf } = JSON.parse(out).$defs.Pattern;
    expect(anyOf[0].enum.at(-1)).toBe('edge');
    expect(anyOf[1].oneOf.at(-1)).toMatchObject({
      properties: {
        kind: { const: 'edge', description: edge.says },
        side: { default: 'right', enum: ['left', 'right'] },
      },
      additionalProperties: false,
    });
  });

  it('is in the help of run, and in the message about a name that is none', async () => {
    const help = (await session('run', '--help')).out.replace(/\s+/g, ' ');
    expect(help).toContain(', dense or edge');
    const { code, err } = await session('run', 'tiny', '--pattern', 'edges');
    expect([code, err]).toEqual([2, expect.stringContaining('did you mean `edge`')]);
  });

  it('prunes a run: as a name with defaults, as an object with options', async () => {
    const named = await asJson('run', 'tiny', '--accelerator', 'csr', '--set', 'pes=4', '--pattern', 'edge');
    expect(named.weights).toMatchObject({ requestedSparsity: 0.5, kept: 128 * 28, achievedSparsity: 0.5 });
    const other = await asJson('run', 'tiny', '--accelerator', onCsr);
    expect(other.weights.kept).toBe(128 * 28);
    expect(other.configHash).not.toBe(named.configHash);
  });

  it('is compared at the count of the bank-balanced design, and swept', async () => {
    const bbs = put(files, 'bbs.yaml', 'kind: bbs\npes: 4\nbanks: 8\n');
    const { rows } = await asJson('compare', 'tiny', '--accelerators', `${bbs},${onCsr}`);
    expect(rows[1].run.weights.kept).toBe(rows[0].run.weights.kept);
    const spec = put(
      files,
      'sweep.yaml',
      [
        'name: edge',
        'accelerators: [csr]',
        'workloads: [tiny]',
        'axes:',
        '  - {field: pattern, values: [unstructured, edge]}',
        '  - {field: pes, values: [4]}',
      ].join('\n'),
    );
    const store = `${files}/store`;
    expect((await session('sweep', spec, '--out', store, '--jobs', '1')).code).toBe(0);
    const csv = (await session('query', store, '--format', 'csv')).out;
    expect(csv).toMatch(/\bedge\b/);
  });
});
