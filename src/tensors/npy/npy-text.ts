import { BadInput } from '../../errors/bad-input.ts';
import { parseNpyHeader } from './npy-header.ts';

/**
 * Reads a .npy file that is one string: a single element of byte characters (`|S3`) or unicode characters
 * (`<U3`), without the padding zeros. Throws BadInput on anything else.
 */
export function readNpyText(bytes: Uint8Array, place: string): string {
  const { descr, shape, dataStart } = parseNpyHeader(bytes, place);
  const type = /^([<>|])([SU])(\d{1,5})$/.exec(descr);
  if (type === null || shape.some((size) => size !== 1)) {
    throw new BadInput(
      `${place}: type ${JSON.stringify(descr.slice(0, 40))} of shape [${shape.join(', ')}], expected one string`,
    );
  }
  const width = type[2] === 'S' ? 1 : 4;
  const data = bytes.subarray(dataStart);
  if (data.length !== Number(type[3]) * width) {
    throw new BadInput(`${place}: a string of ${Number(type[3]) * width} bytes, found ${data.length}`);
  }
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const little = type[1] !== '>';
  const codes = Array.from({ length: data.length / width }, (_, i) =>
    width === 1 ? data[i] : view.getUint32(4 * i, little),
  );
  if (codes.some((code) => code > 0x7e))
    throw new BadInput(`${place}: a string with characters beyond ASCII`);
  return String.fromCharCode(...codes).replace(/\0+$/, '');
}
