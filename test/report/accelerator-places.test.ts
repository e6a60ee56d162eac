import { describe, expect, it } from 'vitest';
import { acceleratorKinds } from '../../src/hw/array/kinds/index.ts';
import { acceleratorPlaces } from '../../src/report/accelerator-places.ts';
import { PALETTE } from '../../src/report/charts/palette.ts';

describe('the colours of accelerators', () => {
  it('are those of their kinds, whatever stands beside them and in which order', () => {
    const [bbs, csr, banked] = acceleratorPlaces(['bbs', 'csr', 'banked']);
    expect(acceleratorPlaces(['banked', 'csr'])).toEqual([banked, csr]);
    expect(acceleratorPlaces(['csr', 'mine', 'bbs'])).toEqual([csr, expect.any(Number), bbs]);
  });

  it('are different for all kinds, and none of them is hatched', () => {
    expect(new Set(acceleratorPlaces(acceleratorKinds)).size).toBe(acceleratorKinds.length);
    for (const place of acceleratorPlaces(acceleratorKinds)) expect(place).toBeLessThan(PALETTE.length);
  });

  it('come again, dashed and with another marker, for the next design of a kind', () => {
    const [first, second, third] = acceleratorPlaces(['csr', 'csr', 'csr']);
    expect([second - first, third - first]).toEqual([PALETTE.length, 2 * PALETTE.length]);
  });

  it('are left free by the others for a name that is no kind', () => {
    const [bbs, one, csr, two, same] = acceleratorPlaces(['bbs', 'mine', 'csr', 'yours', 'mine']);
    expect(new Set([bbs, one, csr, two]).size).toBe(4);
    expect(same).toBe(one + PALETTE.length);
  });
});
