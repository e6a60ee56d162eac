import { describe, expect, it } from 'vitest';
import { sweepPart } from '../../../src/report/page/sweep-part.ts';
import { sweptResults } from '../../page/swept-points.ts';

const facts = { configHash: '0123456789ab', toolVersion: '0.2.0', inputDate: null };
const results = sweptResults(400);
const data = sweepPart(results, facts, null);
const namesOf = ({ columns }: typeof data) => columns.map(({ name }) => name);

describe('the points of a sweep as data of a page', () => {
  it('are columns of what differs; what does not stands beside them', () => {
    expect(namesOf(data)).toContain('status');
    expect(namesOf(data)).not.toContain('workload');
    expect(namesOf(data)).not.toContain('gops');
    expect(data.constants).toContainEqual({ title: 'workload', unit: '', text: 'timit' });
    expect(data.points).toEqual({ all: 400, ok: 360, infeasible: 40, failed: 0 });
  });

  it('begin with latency against energy, the first two axes and the main figures', () => {
    expect(data.shown).toMatchObject({ x: 'energy_uj', y: 'latency_us' });
    expect(data.shown.heat).toEqual({ rows: 'pes', columns: 'banks', value: 'latency_us' });
    expect(data.shown.parallel.slice(0, 4)).toEqual(['pes', 'banks', 'workload.sparsity', 'latency_us']);
  });

  it('say which end of a metric is wanted, and of an axis none', () => {
    const better = Object.fromEntries(data.columns.map((column) => [column.name, column.better]));
    expect(better).toMatchObject({
      latency_us: 'lower',
      utilisation: 'higher',
      pes: null,
      accelerator: null,
    });
  });

  it('have a place for every row in every column, and nothing where a point was not simulated', () => {
    for (const { data: cells } of data.columns)
      expect(cells.kind === 'numbers' ? cells.values : cells.places).toHaveLength(400);
    const latency = data.columns.find(({ name }) => name === 'latency_us');
    expect(latency?.data.kind === 'numbers' && latency.data.values[9]).toBeNull();
  });

  it('of one point alone, or of none that was simulated, still have views', () => {
    const one = sweepPart({ ...results, rows: results.rows.slice(0, 1) }, facts, null);
    expect(one.shown.x).toBe('energy_uj');
    const misfit = sweepPart({ ...results, rows: results.rows.slice(9, 10) }, facts, null);
    expect(misfit.points.infeasible).toBe(1);
    expect(sweepPart({ ...results, rows: [] }, facts, null).count).toBe(0);
  });
});
