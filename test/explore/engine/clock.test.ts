import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolvePoint } from '../../../src/explore/space/resolve-point.ts';
import { pointAt } from '../../../src/explore/space/space.ts';
import { folder, rowsOf, run, specIn } from './specs.ts';

const dir = folder();
const small = 'pes: 2, banks: 4, ewop.lanes: 4';
const spec = (accelerator: string, ...lines: readonly string[]) =>
  specIn(dir, ['name: c', `accelerators: [${accelerator}]`, 'workloads: [tiny]', ...lines].join('\n'));

async function outcome(sweep: ReturnType<typeof spec>, store = folder()) {
  await run(sweep, store);
  return rowsOf(store);
}

const ofPreset = `{use: csr, set: {${small}}}`;
const [preset] = await outcome(spec(ofPreset));
const fmax = Number(preset.fmax_mhz);

const above = fmax + 0.25;

describe('the clock of a point', () => {
  it.each([
    ['an axis', spec(ofPreset, `axes: [{field: clockMhz, values: [${above}]}]`)],
    ['what the specification sets', spec(`{use: csr, set: {${small}, clockMhz: ${above}}}`)],
    ["the user's own file", ofFile(`kind: csr\npes: 2\nbanks: 4\newop: {lanes: 4}\nclockMhz: ${above}\n`)],
  ])('is named by %s, and infeasible above Fmax, with the reason and what is known', async (_, sweep) => {
    const [row] = await outcome(sweep);
    expect(row.status).toBe('infeasible');
    expect(row.reason).toMatch(/^does not (meet timing|fit)/);
    expect(Number(row.dsp)).toBeGreaterThan(0);
    expect(Number(row.fmax_mhz)).toBeLessThan(above);
    expect(row).toMatchObject({ latency_us: null, config_hash: null });
  });

  it('is not named by a preset, nor by a file without one', () => {
    const named = (sweep: ReturnType<typeof spec>) =>
      resolvePoint(sweep.space.basis, { index: 0, ...pointAt(sweep.space, 0) }).platform.clockIsNamed;
    expect(named(spec('csr'))).toBe(false);
    expect(named(ofFile('kind: csr\n'))).toBe(false);
    expect(named(ofFile('kind: csr\nclockMhz: auto\n'))).toBe(false);
    expect(named(ofFile('kind: csr\nclockMhz: 100\n'))).toBe(true);
  });

  it('may be auto beside numbers: every design at its own Fmax', async () => {
    const [own, slow] = await outcome(spec(ofPreset, 'axes: [{field: clockMhz, values: [auto, 100]}]'));
    expect(own).toMatchObject({ status: 'ok', clockMhz: 'auto', clock_mhz: fmax, fmax_mhz: fmax });
    expect(own.latency_us).toBe(own.latency_at_fmax_us);
    expect(slow).toMatchObject({ status: 'ok', clock_mhz: 100, fmax_mhz: fmax });
    expect(own.latency_us).toBeCloseTo(Number(slow.latency_at_fmax_us), 9);
  });

  it('is told apart in a store by whether it is named, and results keep one hash', async () => {
    const store = folder();
    const [unnamed] = await outcome(spec(ofPreset), store);
    const sweep = spec(`{use: csr, set: {${small}, clockMhz: 200}}`);
    expect(await run(sweep, store)).toMatchObject({ reused: 0, fresh: 1 });
    const [named] = await rowsOf(store);
    expect(named.config_hash).toBe(unnamed.config_hash);
    expect(named.key).not.toBe(unnamed.key);
  });

  it('and Fmax are names of constraints', async () => {
    const rows = await outcome(
      spec(ofPreset, `constraints: ['fmax_mhz > ${fmax}']`, 'axes: [{field: pes, values: [2]}]'),
    );
    expect(rows[0].reason).toBe(`misses the constraint fmax_mhz > ${fmax}: fmax_mhz is ${fmax}`);
  });
});

let files = 0;

/** A sweep of a design in a file of its own. */
function ofFile(text: string) {
  const name = `own-${files++}.yaml`;
  writeFileSync(join(dir, name), text);
  return spec(`./${name}`);
}
