import { describe, expect, it } from 'vitest';
import {
  inkOn,
  isHatched,
  PALETTE,
  paletteColour,
  relativeLuminance,
} from '../../../src/report/charts/palette.ts';

type Matrix = readonly (readonly [number, number, number])[];

/**
 * G. M. Machado, M. M. Oliveira, L. A. F. Fernandes 2009, severity 1: what linear red, green and blue become.
 */
const VISION: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linearOf(colour: string): number[] {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  return channels.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
}

/** CIE L*a*b* (D65) of a colour as seen with a vision. */
function seen(colour: string, vision: Matrix): number[] {
  const rgb = linearOf(colour);
  const [r, g, b] = vision.map((row) => Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]));
  const xyz = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ];
  const [x, y, z] = xyz.map((part) => (part > 0.008856 ? Math.cbrt(part) : 7.787 * part + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe('the palette', () => {
  it.each(Object.entries(VISION))('has no two colours that look alike with %s', (_name, vision) => {
    const colours = PALETTE.map((colour) => seen(colour, vision));
    for (const [i, a] of colours.entries()) {
      for (const b of colours.slice(i + 1))
        expect(Math.hypot(...a.map((part, at) => part - b[at]))).toBeGreaterThan(14);
    }
  });

  it('hatches the second use of a colour', () => {
    expect(paletteColour(PALETTE.length)).toBe(paletteColour(0));
    expect([isHatched(0), isHatched(PALETTE.length)]).toEqual([false, true]);
  });

  it('is written on with a contrast that can be read', () => {
    for (const colour of PALETTE) {
      const [dark, light] = [relativeLuminance(colour), relativeLuminance(inkOn(colour))].sort(
        (a, b) => a - b,
      );
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThan(4.4);
    }
  });
});
