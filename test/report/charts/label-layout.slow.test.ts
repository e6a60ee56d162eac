import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { around, cross, crosses, isInside, overlap } from '../../../src/report/charts/boxes.ts';
import {
  type Label,
  type PlacedLabel,
  placeLabels,
  type Surroundings,
} from '../../../src/report/charts/label-layout.ts';

const area = { left: 100, top: 50, right: 900, bottom: 500 };

function surroundings(markers: readonly Label[]): Surroundings {
  return {
    area,
    heightPx: 16,
    markerPx: 7,
    markers,
    side: { x: -1, y: 1 },
    covered: () => 0,
  };
}

const labelAt = (x: number, y: number, text = `${x} x ${y}`): Label => ({
  x,
  y,
  text,
  widthPx: 8 * text.length,
});

/** What a reader would complain about. */
function complaints(placed: readonly PlacedLabel[], labels: readonly Label[]): string[] {
  const found = placed.flatMap(({ text, box, leader }, i) => [
    ...(isInside(box, area) ? [] : [`${text} leaves the plot`]),
    ...(labels.some((label) => overlap(box, around(label, 7))) ? [`${text} covers a marker`] : []),
    ...placed.flatMap((other, k) => [
      ...(k > i && overlap(box, other.box) ? [`${text} covers ${other.text}`] : []),
      ...(k !== i && leader !== null && crosses(leader, other.box) ? [`a line crosses ${other.text}`] : []),
      ...(k > i && leader !== null && other.leader !== null && cross(leader, other.leader)
        ? ['lines cross']
        : []),
    ]),
  ]);
  return found;
}

describe('labels', () => {
  it('stand next to their points on the side that is better, without a line', () => {
    const labels = [labelAt(300, 200), labelAt(500, 300), labelAt(700, 400)];
    const { placed, leftOut } = placeLabels(labels, surroundings(labels));
    expect(leftOut).toBe(0);
    for (const [i, { box, leader }] of [...placed].sort((a, b) => a.box.left - b.box.left).entries()) {
      expect(leader).toBeNull();
      expect((box.left + box.right) / 2).toBeLessThan(labels[i].x);
      expect((box.top + box.bottom) / 2).toBeGreaterThan(labels[i].y);
    }
  });

  it('of a crowd have lines to their points', () => {
    const labels = Array.from({ length: 12 }, (_unused, i) => labelAt(300 + 30 * i, 250));
    const { placed } = placeLabels(labels, surroundings(labels));
    expect(placed.filter(({ leader }) => leader !== null).length).toBeGreaterThan(2);
    for (const { text, leader } of placed) {
      const own = labels.find((label) => label.text === text);
      if (leader !== null) expect(leader.from).toEqual({ x: own?.x, y: own?.y });
    }
  });

  it('avoid what they would cover', () => {
    const labels = [labelAt(500, 300)];
    const covered: Surroundings['covered'] = ({ left }) => (left < 500 ? 100 : 0);
    const [{ box }] = placeLabels(labels, { ...surroundings(labels), covered }).placed;
    expect(box.left).toBeGreaterThanOrEqual(500);
  });

  it('that have no room are left out and counted', () => {
    const labels = Array.from({ length: 300 }, (_unused, i) => labelAt(500, 300, `design ${i}`));
    const { placed, leftOut } = placeLabels(labels, surroundings(labels));
    expect(placed.length).toBeGreaterThan(5);
    expect(leftOut).toBe(300 - placed.length);
    const wide = [{ ...labelAt(500, 300), widthPx: 801 }];
    expect(placeLabels(wide, surroundings(wide))).toEqual({ placed: [], leftOut: 1 });
    expect(placeLabels([], surroundings([]))).toEqual({ placed: [], leftOut: 0 });
  });

  it('never lie on each other, on markers, on lines of others, or outside of the plot', () => {
    const place = fc.record({
      x: fc.integer({ min: area.left, max: area.right }),
      y: fc.integer({ min: area.top, max: area.bottom }),
      length: fc.integer({ min: 1, max: 14 }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 40 }), (places) => {
        const labels = places.map(({ x, y, length }, i) => labelAt(x, y, `${i}`.padEnd(length, 'x')));
        const { placed, leftOut } = placeLabels(labels, surroundings(labels));
        expect(placed.length + leftOut).toBe(labels.length);
        expect(complaints(placed, labels)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a line', () => {
  const box = { left: 0, top: 0, right: 10, bottom: 10 };
  it.each([
    { from: { x: -5, y: 5 }, to: { x: 15, y: 5 }, hits: true },
    { from: { x: 5, y: 5 }, to: { x: 6, y: 6 }, hits: true },
    { from: { x: -5, y: 5 }, to: { x: -1, y: 5 }, hits: false },
    { from: { x: -5, y: 0 }, to: { x: 15, y: 0 }, hits: false },
    { from: { x: -5, y: 6 }, to: { x: 4, y: -6 }, hits: false },
  ])('from $from to $to crosses a box: $hits', ({ from, to, hits }) => {
    expect(crosses({ from, to }, box)).toBe(hits);
    expect(crosses({ from: to, to: from }, box)).toBe(hits);
  });
});
