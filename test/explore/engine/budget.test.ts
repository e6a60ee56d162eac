import { describe, expect, it } from 'vitest';
import { folder, rowsOf, run, specIn } from './specs.ts';

const dir = folder();
const spec = (...lines: readonly string[]) =>
  specIn(
    dir,
    [
      'name: b',
      'accelerators: [bbs]',
      'workloads: [tiny]',
      'axes: [{field: pes, values: [2, 8]}]',
      ...lines,
    ].join('\n'),
  );

describe('a sweep within a budget', () => {
  it('records what takes more than the budget as infeasible, with the budget, and simulates the rest', async () => {
    const [free, bound] = [folder(), folder()];
    await run(spec(), free);
    const all = await rowsOf(free);
    const between = ((Number(all[0].logic_percent) + Number(all[1].logic_percent)) / 2).toFixed(2);
    expect(await run(spec(`budget: {logic: ${between}%}`), bound)).toMatchObject({
      counts: { ok: 1, infeasible: 1, failed: 0 },
      constrained: 0,
    });
    const [small, large] = await rowsOf(bound);
    // What fits is the same design: shares are of the device, and only the hash knows of the budget.
    for (const metric of ['latency_us', 'energy_uj', 'logic_cells', 'logic_percent', 'dsp'])
      expect(small[metric]).toBe(all[0][metric]);
    expect(small.config_hash).not.toBe(all[0].config_hash);
    expect(large.reason).toMatch(
      new RegExp(`needs [\\d,]+ of [\\d,]+ ALM of the budget \\(${between} % of 427,200\\)`),
    );
    expect(large.logic_percent).toBe(all[1].logic_percent);
  });

  it('takes nothing from a store that was simulated without it', async () => {
    const store = folder();
    await run(spec(), store);
    expect(await run(spec('budget: {ram: 90%}'), store)).toMatchObject({ reused: 0, fresh: 2 });
  });

  it('has another hash, but for a budget that is all', () => {
    expect(spec('budget: {dsp: 50%}').space.hash).not.toBe(spec().space.hash);
    expect(spec('budget: {dsp: 50%}').space.hash).not.toBe(spec('budget: {dsp: 60%}').space.hash);
  });

  it.each([
    ['budget: {dsp: 50}', /budget\.dsp: expected text, found 50|budget\.dsp/],
    ['budget: {dsp: 150%}', /budget\.dsp: expected at most 100%/],
    ['budget: {dps: 50%}', /unknown field `dps`, did you mean `dsp`\?/],
  ])('refuses %s', (line, message) => {
    expect(() => spec(line)).toThrow(message);
  });
});
