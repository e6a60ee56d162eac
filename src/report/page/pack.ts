import { deflateSync, strToU8 } from 'fflate';
import type { PartData } from './page-data.ts';

/** The data of a part as a page holds it: JSON, deflated and in base64; the same text on every machine. */
export function packed(data: PartData): string {
  return Buffer.from(deflateSync(strToU8(JSON.stringify(data)), { level: 9 })).toString('base64');
}
