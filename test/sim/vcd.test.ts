import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VcdWriter } from '../../src/sim/vcd.ts';
import { readVcd } from '../vcd-reader.ts';

describe('a value change dump', () => {
  it('declares scopes, dumps all values once, and then what changes', () => {
    const vcd = new VcdWriter();
    const clk = vcd.declare(['top'], 'clk', 1);
    const bus = vcd.declare(['top', 'unit'], 'bus', 4);
    vcd.set(clk, 1);
    const text = [vcd.header(), vcd.advance(0)];
    vcd.set(bus, 5);
    text.push(vcd.advance(10));
    vcd.set(bus, 6);
    vcd.set(bus, 5);
    text.push(vcd.advance(20));
    expect(text.join('')).toBe(
      [
        '$version bbsim $end',
        '$timescale 1ps $end',
        '$scope module top $end',
        '$var wire 1 ! clk $end',
        '$scope module unit $end',
        '$var wire 4 " bus [3:0] $end',
        '$upscope $end',
        '$upscope $end',
        '$enddefinitions $end',
        '#0',
        '$dumpvars',
        '1!',
        'b0 "',
        '$end',
        '#10',
        'b101 "',
        '#20',
        'b101 "',
        '',
      ].join('\n'),
    );
  });

  it('reads back as what was set, for any number of signals of any width', () => {
    const signals = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 120 });
    fc.assert(
      fc.property(signals, fc.infiniteStream(fc.bigInt({ min: 0n, max: 1n << 200n })), (widths, stream) => {
        const vcd = new VcdWriter();
        const ids = widths.map((width, i) => vcd.declare(['top'], `s${i}`, width));
        const values = widths.map((width) => BigInt.asUintN(width, stream.next().value));
        let text = vcd.header() + vcd.advance(0);
        ids.forEach((id, i) => {
          vcd.set(id, values[i]);
        });
        text += vcd.advance(7);
        const read = readVcd(text);
        values.forEach((value, i) => {
          const last = read.get(`top.s${i}`)?.changes.at(-1)?.[1] ?? '';
          expect(BigInt(`0b${last}`)).toBe(value);
          expect(last.length).toBe(widths[i]);
        });
      }),
      { numRuns: 30 },
    );
  });
});
