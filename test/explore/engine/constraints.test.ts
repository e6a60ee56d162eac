import { describe, expect, it } from 'vitest';
import { sweepStatus } from '../../../src/explore/engine/status.ts';
import { refusal } from '../../config/refusal.ts';
import { folder, rowsOf, run, specIn } from './specs.ts';

const dir = folder();
const spec = (...lines: readonly string[]) =>
  specIn(
    dir,
    [
      'name: c',
      'accelerators: [bbs]',
      'workloads: [tiny]',
      'axes: [{field: pes, values: [2, 4, 8]}, {field: clockMhz, values: [100, 200]}]',
      ...lines,
    ].join('\n'),
  );

const statuses = async (store: string) => (await rowsOf(store)).map(({ status }) => status);

describe('a design that misses a constraint', () => {
  it('is not simulated, and recorded with what it misses and with what is known of it', async () => {
    const [free, bound] = [folder(), folder()];
    await run(spec(), free);
    const all = await rowsOf(free);
    const dsp = Number(all[2].dsp);
    expect(dsp).toBeLessThan(Number(all[4].dsp));
    const summary = await run(spec(`constraints: ["dsp <= ${dsp} and ram > 0", "clock_mhz < 200"]`), bound);
    expect(summary).toMatchObject({ counts: { ok: 2, infeasible: 4, failed: 0 }, constrained: 4 });
    expect(await sweepStatus(bound)).toMatchObject({ constrained: 4, counts: { infeasible: 4 } });
    const rows = await rowsOf(bound);
    for (const at of [0, 2]) expect(rows[at]).toEqual(all[at]);
    const [fast, large] = [rows[1], rows[4]];
    expect(fast.reason).toBe('misses the constraint clock_mhz < 200: clock_mhz is 200');
    expect(large.reason).toBe(
      `misses the constraint dsp <= ${dsp} and ram > 0: dsp is ${all[4].dsp}, ram is ${all[4].bram_blocks}`,
    );
    const { dsp: used, storage_bits, clock_mhz, logic_cells, bram_percent } = all[4];
    const known = { dsp: used, storage_bits, clock_mhz, logic_cells, bram_percent };
    expect(large).toMatchObject({ ...known, latency_us: null, cycles_total: null, config_hash: null });
  });

  it('is one in its own sweep alone, wherever its results come from', async () => {
    const [store, fresh] = [folder(), folder()];
    const slow = spec('constraints: ["clock_mhz < 200"]');
    await run(spec(), store);
    expect(await run(slow, store)).toMatchObject({ reused: 6, fresh: 0, constrained: 3 });
    const copied = await rowsOf(store);
    await run(slow, fresh);
    expect(copied).toEqual(await rowsOf(fresh));
    const wide = spec('constraints: ["clock_mhz < 300"]');
    expect(await run(wide, fresh)).toMatchObject({ reused: 3, fresh: 3, constrained: 0 });
    expect(await statuses(fresh)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  });
});

describe('a constraint', () => {
  it('leaves a sweep without any the hash that it had', () => {
    expect(spec('constraints: []').space.hash).toBe(spec().space.hash);
    expect(spec('constraints: ["dsp < 9"]').space.hash).not.toBe(spec().space.hash);
  });

  const known = 'known are dsp, ram, logic, flip_flops, storage_bits, clock_mhz, fmax_mhz';
  it.each([
    ['dps <= 3', `column 1 of "dps <= 3": unknown name \`dps\`, did you mean \`dsp\`?; ${known}`],
    [
      'dsp < 3 and latency_us < 1',
      `column 13 of "dsp < 3 and latency_us < 1": unknown name \`latency_us\`; ${known}`,
    ],
    ['clockMhz < 3', `unknown name \`clockMhz\`, did you mean \`clock_mhz\`?; ${known}`],
    ['dsp + 1', 'column 1 of "dsp + 1": expected a condition, as in pes * banks <= 4096, found 2'],
    ['dsp == "many"', '== expects two of a kind, a number here, found "many"'],
    ['dsp <', 'expected a number, text, name, function or (, found the end'],
  ])('that cannot be is refused where it stands: %s', (text, message) => {
    const found = refusal(() => spec(`constraints: ['${text}']`));
    expect(found).toMatch(/spec-\d+\.yaml:5:15 constraints\.0: /);
    expect(found).toContain(message);
  });

  it('is where a filter on what a design takes belongs', () => {
    expect(refusal(() => spec('filters: ["dsp < 1200"]'))).toMatch(
      /:5:11 filters\.0: filters are about fields, and `dsp` is none; conditions on dsp, ram, .* go under constraints/,
    );
  });
});
