import type { Area } from './heat-cells.ts';

/** A place on the picture. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A straight line between two places. */
export interface Segment {
  readonly from: Spot;
  readonly to: Spot;
}

/** Whether two boxes share more than an edge. */
export function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A box with a border of this width around it. */
export function grown({ left, top, right, bottom }: Area, by: number): Area {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** The square around a place. */
export function around({ x, y }: Spot, radius: number): Area {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

/** Whether a box lies in another one. */
export function isInside(inner: Area, outer: Area): boolean {
  return (
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.right <= outer.right &&
    inner.bottom <= outer.bottom
  );
}

/** Whether a line runs through a box (the clipping of Liang and Barsky). */
export function crosses({ from, to }: Segment, box: Area): boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const edges = [
    { towards: -dx, room: from.x - box.left },
    { towards: dx, room: box.right - from.x },
    { towards: -dy, room: from.y - box.top },
    { towards: dy, room: box.bottom - from.y },
  ];
  let [enters, leaves] = [0, 1];
  for (const { towards, room } of edges) {
    if (towards === 0 && room <= 0) return false;
    if (towards < 0) enters = Math.max(enters, room / towards);
    if (towards > 0) leaves = Math.min(leaves, room / towards);
  }
  return enters < leaves;
}

/** Whether two lines cross; lines that touch at an end do not. */
export function cross(a: Segment, b: Segment): boolean {
  const side = ({ from, to }: Segment, at: Spot) =>
    Math.sign((to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x));
  return side(a, b.from) * side(a, b.to) < 0 && side(b, a.from) * side(b, a.to) < 0;
}
