import type { TraceArguments, TraceEvent } from './trace-event.ts';

/** Numbers of events, counted while their text is made. */
export interface EventCount {
  events: number;
}

/**
 * A trace file in parts: the object form of the trace-event format, one event a line. `facts` are what it
 * says of the run (`otherData`).
 */
export function* traceText(
  groups: Iterable<readonly TraceEvent[]>,
  facts: TraceArguments,
  count: EventCount,
): Iterable<string> {
  yield `{"displayTimeUnit":"ns","otherData":${JSON.stringify({ timeUnit: TIME_UNIT, ...facts })},"traceEvents":[`;
  for (const events of groups) {
    let text = '';
    for (const event of events) text += `${count.events++ === 0 ? '\n' : ',\n'}${JSON.stringify(event)}`;
    yield text;
  }
  yield '\n]}\n';
}

/** The format has microseconds; cycles are integers and stay exact. */
const TIME_UNIT = '1 us of ts and dur is 1 cycle';

/** Bytes of the lines of some events. */
export function bytesOfEvents(events: readonly TraceEvent[]): number {
  return events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)) + 2, 0);
}
