/** A trace file as anybody's reader sees it: nothing of it is taken for granted. */
export interface RawEvent {
  readonly ph?: unknown;
  readonly name?: unknown;
  readonly cat?: unknown;
  readonly ts?: unknown;
  readonly dur?: unknown;
  readonly pid?: unknown;
  readonly tid?: unknown;
  readonly id?: unknown;
  readonly bp?: unknown;
  readonly args?: unknown;
}

interface Slice {
  readonly track: string;
  readonly from: number;
  readonly to: number;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/**
 * What is wrong with events by the rules of the Chrome trace-event format: fields of every phase, complete
 * slices of a track that nest, both ends of every flow inside a slice and in order, counters with numbers,
 * tracks that have a name. Empty: nothing.
 */
export function faultsOf(events: readonly RawEvent[]): string[] {
  return [
    ...events.flatMap(fieldFaults),
    ...nestingFaults(slicesOf(events)),
    ...flowFaults(events),
    ...counterFaults(events),
    ...nameFaults(events),
  ];
}

function fieldFaults(event: RawEvent): string[] {
  const { ph, name, cat, ts, dur, pid, tid, id, args } = event;
  const faults: string[] = [];
  const expectThat = (holds: boolean, what: string) => {
    if (!holds) faults.push(`${what}: ${JSON.stringify(event)}`);
  };
  expectThat(['X', 's', 'f', 'C', 'M'].includes(String(ph)), 'unknown phase');
  expectThat(typeof name === 'string' && name !== '', 'no name');
  expectThat(isCount(pid) && isCount(tid), 'no process or track');
  if (ph !== 'M') expectThat(isCount(ts), 'no time');
  if (ph === 'X') expectThat(isCount(dur) && dur > 0, 'no duration');
  if (ph === 'X' || ph === 's' || ph === 'f')
    expectThat(typeof cat === 'string' && cat !== '', 'no category');
  if (ph === 's' || ph === 'f') expectThat(isCount(id), 'no id');
  if (ph !== 's' && ph !== 'f') expectThat(typeof args === 'object' && args !== null, 'no arguments');
  return faults;
}

const trackOf = ({ pid, tid }: RawEvent): string => `${pid}/${tid}`;

function slicesOf(events: readonly RawEvent[]): Slice[] {
  return events
    .filter(({ ph }) => ph === 'X')
    .map((event) => ({
      track: trackOf(event),
      from: Number(event.ts),
      to: Number(event.ts) + Number(event.dur),
    }));
}

/** Slices of a track either follow one another or lie one in the other. */
function nestingFaults(slices: readonly Slice[]): string[] {
  const faults: string[] = [];
  const byTrack = grouped(slices, ({ track }) => track);
  for (const own of byTrack.values()) {
    const open: Slice[] = [];
    for (const slice of own.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
      while (open.length > 0 && open[open.length - 1].to <= slice.from) open.pop();
      const outer = open.at(-1);
      if (outer && slice.to > outer.to)
        faults.push(`${JSON.stringify(slice)} begins in ${JSON.stringify(outer)} and ends after it`);
      open.push(slice);
    }
  }
  return faults;
}

/** A flow is a pair: its begin before its end, each in a slice of its track. */
function flowFaults(events: readonly RawEvent[]): string[] {
  const byTrack = grouped(slicesOf(events), ({ track }) => track);
  const isInside = (event: RawEvent) =>
    (byTrack.get(trackOf(event)) ?? []).some(
      ({ from, to }) => Number(event.ts) >= from && Number(event.ts) < to,
    );
  const flows = grouped(
    events.filter(({ ph }) => ph === 's' || ph === 'f'),
    ({ id, cat }) => `${cat} ${id}`,
  );
  return [...flows].flatMap(([key, ends]) => {
    const [begin, end] = ends;
    if (ends.length !== 2 || begin.ph !== 's' || end.ph !== 'f') return [`flow ${key} is no pair`];
    if (begin.name !== end.name) return [`flow ${key} has two names`];
    if (Number(begin.ts) >= Number(end.ts)) return [`flow ${key} does not go on in time`];
    if (end.bp !== 'e') return [`flow ${key} ends in the next slice`];
    return ends.filter((event) => !isInside(event)).map(({ ts }) => `flow ${key} is in no slice at ${ts}`);
  });
}

/** Values are numbers, and a counter has one at a time. */
function counterFaults(events: readonly RawEvent[]): string[] {
  const counters = events.filter(({ ph }) => ph === 'C');
  const faults = counters
    .filter(({ args }) => !Object.values(args as object).every((value) => isCount(value)))
    .map((event) => `no count: ${JSON.stringify(event)}`);
  const times = grouped(counters, ({ pid, name, ts }) => `${pid} ${name} at ${ts}`);
  const twice = [...times].filter(([, same]) => same.length > 1);
  return [...faults, ...twice.map(([time]) => `two values: ${time}`)];
}

function nameFaults(events: readonly RawEvent[]): string[] {
  const named = new Set(events.filter(({ name }) => name === 'thread_name').map(trackOf));
  const used = new Set(events.filter(({ ph }) => ph === 'X' || ph === 's' || ph === 'f').map(trackOf));
  return [...used].filter((track) => !named.has(track)).map((track) => `track ${track} has no name`);
}
