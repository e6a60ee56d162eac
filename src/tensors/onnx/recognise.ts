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
  const isWhole = isMessage(bytes, 0, bytes.length, MODEL, MOST_FIELDS, (field) => {
    if (field.number === MODEL.irVersion) hasVersion = field.value > 0 && field.value <= LAST_VERSION;
    if (field.number === MODEL.graph) hasGraph = isMessage(bytes, field.start, field.end, GRAPH, 16);
    return (field.number !== MODEL.irVersion || hasVersion) && (field.number !== MODEL.graph || hasGraph);
  });
  return hasVersion && hasGraph && isWhole;
}

/** Whether the first `most` fields between two offsets are fields of a message, and `accepts` takes each. */
function isMessage(
  bytes: Uint8Array,
  start: number,
  end: number,
  { wires }: MessageType,
  most: number,
  accepts: (field: Field) => boolean = () => true,
): boolean {
  const field: Field = { number: 0, wire: 0, value: 0, keyAt: 0, bodyAt: 0, start: 0, end: 0 };
  for (let at = start, seen = 0; at < end && seen < most; at = field.end, seen++) {
    if (readField(bytes, at, end, field) !== null) return false;
    const known = wires.get(field.number) ?? (field.number < 100 ? 0xff : 0);
    if ((known & (1 << field.wire)) === 0 || !accepts(field)) return false;
  }
  return true;
}
