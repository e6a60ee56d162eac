import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { folder, session } from '../cli/session.ts';

// Registered as any other, but in this test only. The others are left out, for they take their time to
// simulate.
vi.mock(import('../../src/published/index.ts'), async () => {
  const { counters } = await import('./counter/counter.ts');
  return { publishedDesigns: counters as never };
});

const out = join(folder(), 'out');
const near = (value: number) => expect.closeTo(value, 9);

describe('a published design that is registered', () => {
  it('is in the JSON Schema of a design, with its own parameters', async () => {
    const { oneOf } = JSON.parse((await session('schema', 'design')).out);
    expect(oneOf.map((one: { properties: { kind: object } }) => one.properties.kind)).toEqual([
      { type: 'string', const: 'counter' },
      { type: 'string', const: 'adder' },
    ]);
    expect(Object.keys(oneOf[0].properties.parameters.properties)).toEqual(['operations', 'clockMhz']);
  });

  it('is a target of reproduce', async () => {
    const help = (await session('reproduce', '--help')).out.replace(/\s+/g, ' ');
    expect(help).toContain('(choices: "counter", "adder", "all"');
    expect((await session('reproduce', 'ese')).code).toBe(2);
  });

  it('is reproduced: its figures beside print, with what rests on other designs', async () => {
    const { code, out: json } = await session('reproduce', 'counter', '--format', 'json');
    expect(code).toBe(0);
    const { rows, power, designs } = JSON.parse(json);
    expect(rows).toMatchObject([
      { design: 'counter', id: 'cycles', published: 101, simulated: 100, withinBar: true, calibrated: false },
      { design: 'counter', id: 'ratio', simulated: 2, calibrated: true },
      { id: 'time', class: 'predicted', sameAs: 'cycles' },
      { id: 'operations', class: 'arithmetic', calibrated: true, nullModelErrorPercent: null },
      { id: 'watts', class: 'fitted', nullModelErrorPercent: null },
    ]);
    // Every seed adds a cycle: 100 to 104, where print has 101.
    expect(rows[0].seeds.mean).toBeCloseTo(100 / 101, 9);
    expect([rows[0].seeds.min, rows[0].seeds.max]).toEqual([rows[0].errorPercent, 300 / 101].map(near));
    expect(rows[0].nullModelErrorPercent).toBeCloseTo(100 / 101 - 100, 9);
    expect(rows[4].overPowerModels.low).toBeLessThan(rows[4].overPowerModels.high);
    expect(power.points.map(({ name }: { name: string }) => name)).toContain('Adder four');
    expect(designs[0].tables[0].rows[2]).toEqual({ variant: 'four', cycles: 100, timeUs: 1 });
  });

  it('has a headline: what is predicted in two units is one number, which no null model keeps', async () => {
    const { out: json } = await session('reproduce', 'counter', '--format', 'json');
    expect(JSON.parse(json).headline).toEqual({
      numbers: { predicted: 1, arithmetic: 0, fitted: 0, assumption: 0, 'unpublished-choice': 0 },
      predictions: ['counter/cycles'],
      nullModelMisses: ['counter/cycles'],
      nearerThanNullModel: ['counter/cycles'],
    });
    const { out: printed } = await session('reproduce', 'counter');
    expect(printed.replace(/\s+/g, ' ')).toContain(
      'would miss 1 of 1 independent predictions that have a bar: counter/cycles.',
    );
    expect(printed).toContain('Null model: All operations take one cycle.');
  });

  it('is judged on the mean of the seeds 1 to 5, whichever is shown', async () => {
    const { code, out: json } = await session('reproduce', 'counter', '--seed', '5', '--format', 'json');
    expect(code).toBe(0);
    const [row] = JSON.parse(json).rows;
    expect(row).toMatchObject({ simulated: 104, withinBar: true });
    expect(row.errorPercent).toBeGreaterThan(2);
    expect(row.seeds.mean).toBeCloseTo(100 / 101, 9);
  });

  it('misses its bar as any other', async () => {
    const { code, err } = await session('reproduce', 'all');
    expect(code).toBe(1);
    expect(err).toContain(
      'missed: adder, cycles of a step: -25.7 % in the mean of the seeds where 2 % are allowed',
    );
  });

  it('is refused when it simulates a figure that its file does not list: the figure would be lost', async () => {
    const { counters } = await import('./counter/counter.ts');
    const simulate = counters[0].simulate;
    vi.spyOn(counters[0], 'simulate').mockImplementationOnce((design, seed) => {
      const simulation = simulate(design, seed);
      return { ...simulation, figures: new Map([...simulation.figures, ['hidden', 1]]) };
    });
    const { code, err } = await session('reproduce', 'counter');
    expect(code).toBe(2);
    expect(err).toContain(
      'design counter: its file does not list what is simulated: hidden (under `figures`)',
    );
  });

  it('is reported without words of its own: tables and curves by the keys of its figures', async () => {
    const printed = (await session('reproduce', 'counter', '--out', out)).out;
    expect(printed).toContain('Counter: variants');
    expect(printed).toMatch(/timeUs\s/);
    expect(printed).toContain('[us]');
    const page = readFileSync(join(out, 'reproduction.md'), 'utf8');
    expect(page).toContain('## Counter');
    expect(page).toContain('![Counter: cycles over multipliers](reproduction/counter-multipliers.png)');
    expect(readFileSync(join(out, 'reproduction/counter-multipliers.png')).length).toBeGreaterThan(1000);
  });
});
