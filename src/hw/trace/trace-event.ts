/** What an event says beside its time. */
export type TraceArguments = Readonly<Record<string, string | number>>;

interface Placed {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
}

interface Timed extends Placed {
  /** Cycle of the run; the format calls them microseconds. */
  readonly ts: number;
}

/** A slice of a track: cycles ts .. ts + dur - 1. */
export interface SliceEvent extends Timed {
  readonly ph: 'X';
  readonly cat: string;
  readonly dur: number;
  readonly args: TraceArguments;
}

/** One end of an arrow between two slices: each is the one that lies there. Both ends have one id. */
export interface FlowEvent extends Timed {
  readonly ph: 's' | 'f';
  readonly cat: string;
  readonly id: number;
  /** Of the end: it is the slice around it, and not the next one. */
  readonly bp?: 'e';
}

/** A counter of a process has a value from here on. */
export interface CounterEvent extends Timed {
  readonly ph: 'C';
  readonly args: TraceArguments;
}

/** Names and places of processes and tracks. */
export interface MetadataEvent extends Placed {
  readonly ph: 'M';
  readonly args: TraceArguments;
}

/** An event of the Chrome trace-event format, which Perfetto and chrome://tracing open. */
export type TraceEvent = SliceEvent | FlowEvent | CounterEvent | MetadataEvent;

/** A row of the picture, by its number in the process. */
export interface Track {
  readonly tid: number;
  readonly name: string;
}

/** The tracks that every array has. */
export const unitTracks = {
  controller: { tid: 1, name: 'controller' },
  load: { tid: 2, name: 'load' },
  spmv: { tid: 3, name: 'SpMV' },
  ewop: { tid: 4, name: 'element-wise' },
} as const satisfies Record<string, Track>;

/** The tracks of an array whose weights are streamed. */
export const fetchTracks = {
  fetch: { tid: 5, name: 'fetch' },
  dram: { tid: 6, name: 'DRAM' },
} as const satisfies Record<string, Track>;

const FIRST_PE = 10;

/** PEs with a track each; more of them are one track. */
export const MOST_PE_TRACKS = 16;

/** The tracks of the PEs of an array: one each, or one where they are many. */
export function peTracks(pes: number): readonly Track[] {
  if (pes > MOST_PE_TRACKS) return [{ tid: FIRST_PE, name: `${pes} PEs` }];
  return Array.from({ length: pes }, (_, pe) => ({ tid: FIRST_PE + pe, name: `PE ${pe}` }));
}
