import { describe, expect, it } from 'vitest';
import { Bank } from '../../../../src/hw/array/clocked/bank.ts';
import { expectEarliest } from '../../../sim/earliest.ts';

function bank(ports: number, latency: number) {
  const clock = { now: 0 };
  return {
    clock,
    bank: new Bank(clock, { name: 'PE 3 bank 5', ports, latency }, Int16Array.of(10, 11, 12, 13)),
  };
}

describe('a bank of a vector buffer', () => {
  it.each([
    { latency: 1, register: 'without' },
    { latency: 2, register: 'with' },
  ])(
    'shows a word $latency cycles after its read $register an output register, for one cycle',
    ({ latency }) => {
      const { clock, bank: memory } = bank(1, latency);
      clock.now = 7;
      const port = memory.read(2);
      const shows = (cycle: number) => {
        clock.now = cycle;
        try {
          return memory.output(port) === 12;
        } catch {
          return false;
        }
      };
      expectEarliest(shows, 7, 7 + latency);
      expect(shows(8 + latency)).toBe(false);
      expect(() => memory.output(port)).toThrow(
        `PE 3 bank 5: nothing at the output of port 0 in cycle ${8 + latency}`,
      );
    },
  );

  it('reads in every cycle and shows the words one after another', () => {
    const { clock, bank: memory } = bank(1, 2);
    const shown: number[] = [];
    for (clock.now = 1; clock.now <= 6; clock.now++) {
      if (clock.now <= 4) memory.read(clock.now - 1);
      if (clock.now >= 3) shown.push(memory.output(0));
    }
    expect(shown).toEqual([10, 11, 12, 13]);
  });

  it('does not disturb the word that it shows when it is read in the same cycle', () => {
    const { clock, bank: memory } = bank(1, 1);
    clock.now = 1;
    memory.read(0);
    clock.now = 2;
    memory.read(3);
    expect(memory.output(0)).toBe(10);
  });

  it.each([1, 2])(
    'serves %i reads per cycle, each on a port of its own, and refuses one more until the next',
    (ports) => {
      const { clock, bank: memory } = bank(ports, 1);
      clock.now = 4;
      const used = Array.from({ length: ports }, (_, word) => memory.read(word));
      expect(used).toEqual([0, 1].slice(0, ports));
      expect(memory.canRead).toBe(false);
      expect(() => memory.read(3)).toThrow(
        `PE 3 bank 5: read of word 3 refused in cycle 4 (${ports} of ${ports} ${ports === 1 ? 'port' : 'ports'} in use)`,
      );
      clock.now = 5;
      expect(memory.canRead).toBe(true);
      expect(used.map((port) => memory.output(port))).toEqual([10, 11].slice(0, ports));
    },
  );

  it('counts two reads of the same word as two', () => {
    const { bank: memory } = bank(1, 1);
    memory.read(1);
    expect(() => memory.read(1)).toThrow('refused in cycle 0');
  });

  it.each([-1, 4, 0.5])('has no word %d of four', (word) => {
    const { bank: memory } = bank(1, 1);
    expect(() => memory.read(word)).toThrow(`PE 3 bank 5: read of word ${word} in cycle 0, expected 0 to 3`);
    expect(memory.canRead).toBe(true);
  });

  it('needs a port and a cycle', () => {
    expect(() => bank(0, 1)).toThrow('PE 3 bank 5: ports is 0');
    expect(() => bank(1, 0)).toThrow('PE 3 bank 5: latency is 0');
  });
});
