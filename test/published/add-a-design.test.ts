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

describe('a published design that is registered', () => {
  it('is in the JSON Schema of a design, with its own parameters', async () => {
    const { oneOf } = JSON.parse((await session('schema', 'design')).out);
    expect(oneOf.map((one: { properties: { kind: object } }) => one.properties.kind)).toEqual([
      { type: 'string', const: 'counter' },
      { type: 'string', const: 'adder' },
    ]);
    expect(Object.keys(oneOf[0].properties.parameters.properties)).toEqual(['operations']);
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
    ]);
    expect(power.points.map(({ name }: { name: string }) => name)).toContain('Adder four');
    expect(designs[0].tables[0].rows[2]).toEqual({ variant: 'four', cycles: 100, timeUs: 1 });
  });

  it('misses its bar as any other', async () => {
    const { code, err } = await session('reproduce', 'all');
    expect(code).toBe(1);
    expect(err).toContain(
      'missed: adder, cycles of a step: -28.6 % in the mean of the seeds where 2 % are allowed',
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
