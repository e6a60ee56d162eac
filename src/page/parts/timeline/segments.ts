import type { TimelineData } from '../../../report/page/page-data.ts';

/**
 * What can be seen of the slices of a track: pieces that do not overlap, in their order. Where slices lie
 * within each other the innermost is seen. Times are cycles that have passed: a slice from cycle 1 on
 * begins at 0.
 */
export interface TrackSegments {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The place of its slice in the data. */
  readonly slice: Uint32Array;
}

interface OpenSlice {
  readonly to: number;
  readonly slice: number;
}

/** The segments of every track of a timeline, in the order of its tracks. */
export function segmentsOf({ tracks, slices }: TimelineData): readonly TrackSegments[] {
  const places: number[][] = tracks.map(() => []);
  slices.track.forEach((track, slice) => {
    places[track].push(slice);
  });
  return places.map((own) => trackSegments(slices, own));
}

function trackSegments({ from, cycles }: TimelineData['slices'], own: number[]): TrackSegments {
  own.sort((a, b) => from[a] - from[b] || cycles[b] - cycles[a] || a - b);
  const pieces: { from: number; to: number; slice: number }[] = [];
  const open: OpenSlice[] = [];
  let at = 0;
  const seeUntil = (to: number, slice: number) => {
    if (to > at) pieces.push({ from: at, to, slice });
    at = Math.max(at, to);
  };
  const closeUntil = (time: number) => {
    for (let top = open.at(-1); top !== undefined && top.to <= time; top = open.at(-1)) {
      seeUntil(top.to, top.slice);
      open.pop();
    }
  };
  for (const slice of own) {
    const begin = from[slice] - 1;
    closeUntil(begin);
    const outer = open.at(-1);
    if (outer !== undefined) seeUntil(begin, outer.slice);
    at = Math.max(at, begin);
    open.push({ to: begin + cycles[slice], slice });
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return {
    from: Float64Array.from(pieces, (piece) => piece.from),
    to: Float64Array.from(pieces, (piece) => piece.to),
    slice: Uint32Array.from(pieces, (piece) => piece.slice),
  };
}
