import { describe, expect, it } from 'vitest';
import type { TornadoSpec } from '../../../src/report/charts/spec.ts';
import { drawn } from './drawn-texts.ts';

const ratio: TornadoSpec = {
  kind: 'tornado',
  title: 'Sensitivity',
  subtitle: 'one assumption at a time',
  configHash: 'abc',
  toolVersion: '1.0.0',
  value: { title: 'latency of the baseline over that of bank-balanced', unit: '' },
  digits: 2,
  base: 1.5,
  bars: [
    { name: 'wires', low: 1.45, high: 1.6 },
    { name: 'arbiter', low: 1.75, high: 1.25 },
    { name: 'board', low: 1.5, high: 1.5 },
  ],
  lowName: 'at its low end',
  highName: 'at its high end',
};

describe('a tornado chart', () => {
  const found = async (spec: TornadoSpec) => (await drawn(spec)).texts;

  it('has the widest bar on top, whatever the order', async () => {
    const texts = await found(ratio);
    const top = (text: string) => texts.find((each) => each.text === text)?.top ?? Number.NaN;
    expect(top('arbiter')).toBeLessThan(top('wires'));
    expect(top('wires')).toBeLessThan(top('board'));
  });

  it('writes what both ends give, the smaller value on the left, and what the colours are', async () => {
    const texts = await found(ratio);
    const left = (text: string) => texts.find((each) => each.text === text)?.left ?? Number.NaN;
    expect(left('1.25')).toBeLessThan(left('1.75'));
    expect(left('1.45')).toBeLessThan(left('1.60'));
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['at its low end', 'at its high end']),
    );
  });

  it('draws bars that differ by rounding alone as if they were equal', async () => {
    const bars = [{ name: 'wires', low: 1.5, high: 1.5 + 2e-16 }];
    expect((await found({ ...ratio, bars })).map(({ text }) => text)).toContain('wires');
  });

  it('refuses values that are not finite, and no bars', async () => {
    const bars = [{ name: 'wires', low: 1, high: Number.NaN }];
    await expect(drawn({ ...ratio, bars })).rejects.toThrow("bar 'wires' is NaN");
    await expect(drawn({ ...ratio, bars: [] })).rejects.toThrow('at least one bar');
  });
});
