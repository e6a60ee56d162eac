import type { PartData } from '../report/page/page-data.ts';

/**
 * The data of a part, from its element of the page: JSON, deflated and in base64. What the page writes there
 * is never run.
 */
export async function dataOf(element: HTMLElement): Promise<PartData> {
  const packed = Uint8Array.from(atob(element.textContent ?? ''), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}
