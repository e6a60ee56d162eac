import { createCanvas, loadImage } from '@napi-rs/canvas';

/** Levels of a channel, of 255, from which on a pixel looks different. */
const VISIBLE = 48;

/** The pixels of a PNG. */
async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png));
  const pen = createCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  return pen.getImageData(0, 0, image.width, image.height);
}

/** The share of the pixels of two pictures that look different; 1: they are not of one size. */
export async function differingShare(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [one, other] = [await pixelsOf(a), await pixelsOf(b)];
  if (one.width !== other.width || one.height !== other.height) return 1;
  let differing = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const isOff = [0, 1, 2].some((c) => Math.abs(one.data[at + c] - other.data[at + c]) > VISIBLE);
    if (isOff) differing++;
  }
  return differing / (one.width * one.height);
}
