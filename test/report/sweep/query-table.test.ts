import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/explore/query/answer.ts';
import { answerJson, readableTable, wholeTable } from '../../../src/report/sweep/query-table.ts';
import { formatTable } from '../../../src/report/tables/table.ts';

const answer: Answer = {
  title: 'small: 3 points',
  columns: [
    { name: 'index', role: 'identity' },
    { name: 'workload.sparsity', role: 'axis' },
    { name: 'latency_us', role: 'metric' },
    { name: 'reason', role: 'identity' },
  ],
  rows: [
    { index: 0, 'workload.sparsity': 0.96875, latency_us: 12.345678, reason: null },
    { index: 1, 'workload.sparsity': 1 / 3, latency_us: 3, reason: 'a, "b"' },
    { index: 2, 'workload.sparsity': 0, latency_us: null, reason: '' },
  ],
  readable: ['index', 'workload.sparsity', 'latency_us'],
  notes: ['A note.'],
};

describe('an answer', () => {
  it('is read with settings exact and metrics rounded', () => {
    expect(formatTable(readableTable(answer), 'table').split('\n')).toEqual([
      'small: 3 points',
      '',
      'index  workload.sparsity  latency_us',
      '─────  ─────────────────  ──────────',
      '    0           0.968750       12.35',
      '    1           0.333333        3.00',
      '    2           0.000000           -',
      '',
      'A note.',
      '',
    ]);
    const exact = { ...answer, rows: [answer.rows[0], { ...answer.rows[0], 'workload.sparsity': 1e-5 }] };
    expect(readableTable(exact).columns[1].digits).toBe(5);
  });

  it('is cut where it is too long to read, and says so', () => {
    const { rows, notes } = readableTable(answer, 2);
    expect(rows).toHaveLength(2);
    expect(notes?.[0]).toMatch(/^The first 2 of 3 rows: /);
  });

  it('as CSV has all columns under their names, every digit, and tells the empty text from no value', () => {
    expect(formatTable(wholeTable(answer), 'csv').split('\r\n')).toEqual([
      'index,workload.sparsity,latency_us,reason',
      '0,0.96875,12.345678,',
      '1,0.3333333333333333,3,"a, ""b"""',
      '2,0,,""',
      '',
    ]);
  });

  it('as JSON is an array of rows, in parts of whole lines', () => {
    const parts = [...answerJson(answer)];
    expect(JSON.parse(parts.join(''))).toEqual(answer.rows);
    for (const part of parts) expect(part.endsWith('\n')).toBe(true);
    const long = {
      ...answer,
      rows: Array.from({ length: 2500 }, (_, i) => ({ ...answer.rows[0], index: i })),
    };
    expect(JSON.parse([...answerJson(long)].join(''))).toEqual(long.rows);
    expect([...answerJson({ ...answer, rows: [] })]).toEqual(['[]\n']);
  });
});
