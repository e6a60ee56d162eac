import { GRAPH, MODEL } from './messages.ts';
import { type Field, type MessageType, readField } from './wire.ts';

/** Fields that are looked at before the answer is no: a model has few of them, its graph is one. */
const MOST_FIELDS = 4096;
/** The last version of the format is 13; a far larger number is none. */
const LAST_VERSION = 1000;

/**
 * Whether bytes are an ONNX model: fields of ModelProto written as they are, among them its version and a
 * graph whose first fields are those of GraphProto. A model that was cut short inside its graph is one, too.
 */
export function isOnnx(bytes: Uint8Array): boolean {
  let hasVersion = false;
  let hasGraph = false;
  const seen = fieldsIn(bytes, 0, bytes.length, MODEL, MOST_FIELDS, ({ number, value, start, end }) => {
    if (number === MODEL.irVersion) hasVersion = value > 0 && value <= LAST_VERSION;
    else if (number === MODEL.graph) hasGraph = isGraph(bytes, start, end);
    return (number !== MODEL.irVersion || hasVersion) && (number !== MODEL.graph || hasGraph);
  });
  if (!hasVersion || seen.fault === null) return hasVersion && hasGraph;
  const { number, wire, start } = seen.last;
  const hasCutGraph = number === MODEL.graph && wire === 2 && isCutGraph(bytes, start);
  return isCut(seen, bytes.length) && (hasGraph || hasCutGraph);
}

/** Bytes of the longest key with the longest length. */
const LONGEST_HEAD = 20;

/** Whether a field is damaged because the file ends in it. */
function isCut({ last, fault }: Seen, fileBytes: number): boolean {
  return fault === 'damaged' && (last.end > fileBytes || last.keyAt >= fileBytes - LONGEST_HEAD);
}

/** Fields of a graph that are looked at. */
const FIRST_FIELDS = 16;

function isGraph(bytes: Uint8Array, start: number, end: number): boolean {
  return fieldsIn(bytes, start, end, GRAPH, FIRST_FIELDS).fault === null;
}

/** Whether a graph begins at `start`, with a whole field at least, and the file ends in it. */
function isCutGraph(bytes: Uint8Array, start: number): boolean {
  const seen = fieldsIn(bytes, start, bytes.length, GRAPH, FIRST_FIELDS);
  return seen.count > 0 && (seen.fault === null || isCut(seen, bytes.length));
}

/** What a look at the fields of a message finds. */
interface Seen {
  /** Fields of the message that were accepted. */
  readonly count: number;
  /** The last one that was looked at: where there is a fault, the one that has it. */
  readonly last: Field;
  readonly fault: 'damaged' | 'unknown' | null;
}

/** Looks at the first `most` fields between two offsets, until one is none of the message or not accepted. */
function fieldsIn(
  bytes: Uint8Array,
  start: number,
  end: number,
  { wires }: MessageType,
  most: number,
  accepts: (field: Field) => boolean = () => true,
): Seen {
  const last: Field = { number: 0, wire: 0, value: 0, keyAt: 0, bodyAt: 0, start: 0, end: 0 };
  let count = 0;
  for (let at = start; at < end && count < most; at = last.end, count++) {
    if (readField(bytes, at, end, last) !== null) return { count, last, fault: 'damaged' };
    const known = wires.get(last.number) ?? (last.number < 100 ? 0xff : 0);
    if ((known & (1 << last.wire)) === 0 || !accepts(last)) return { count, last, fault: 'unknown' };
  }
  return { count, last, fault: null };
}
