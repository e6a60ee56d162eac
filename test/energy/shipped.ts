import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { z } from 'zod';
import { type Device, DeviceSchema } from '../../src/energy/device.ts';
import { type ResourceCosts, ResourceCostsSchema } from '../../src/energy/resource-costs.ts';
import { StageDelaysSchema } from '../../src/energy/stage-delays.ts';
import { type Technology, TechnologySchema } from '../../src/energy/technology.ts';
import type { Footprint } from '../../src/hw/accounts/footprint.ts';

const folder = (name: string) => new URL(`../../configs/${name}/`, import.meta.url);

/** Names of the shipped files of a folder, without those that `except` lists. */
export function shipped(name: 'devices' | 'technology', except: readonly string[] = []): string[] {
  const files = readdirSync(folder(name)).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => file.slice(0, -'.yaml'.length)).filter((file) => !except.includes(file));
}

/** Text of a shipped file. */
export function text(name: 'devices' | 'technology', file: string): string {
  return readFileSync(new URL(`${file}.yaml`, folder(name)), 'utf8');
}

const load = <Schema extends z.ZodType>(
  schema: Schema,
  name: 'devices' | 'technology',
  file: string,
): z.output<Schema> => schema.parse(parse(text(name, file)));

export const device = (file: string): Device => load(DeviceSchema, 'devices', file);
export const technology = (file: string): Technology => load(TechnologySchema, 'technology', file);
export const costs: ResourceCosts = {
  ...load(ResourceCostsSchema, 'technology', 'resource-costs'),
  stages: load(StageDelaysSchema, 'technology', 'stage-delays'),
};

export const deviceNames = shipped('devices');
export const technologyNames = shipped('technology', ['resource-costs', 'stage-delays']);

/** The BBS design of the paper on the TIMIT LSTM, 64 x 64, 16 + 4 bits per lane and 144 beats per PE. */
export const bbs: Footprint = {
  pes: 64,
  lanes: 64,
  bits: 16,
  accumulatorBits: 48,
  ports: 1,
  arbitrated: false,
  sharedBuffer: false,
  beatBits: 64 * 20,
  beatsPerPe: 144,
  regionWords: [3, 8, 16],
  ewopLanes: 64,
  ewopStyle: 'chained',
  registerFileBits: 4 * 1024 * 48 + 8 * 1024 * 16,
};

/** CSR of the same size: a lane carries valid, bank, word and value; every beat one `last` bit. */
export const csr: Footprint = {
  ...bbs,
  arbitrated: true,
  beatBits: 64 * (1 + 6 + 5 + 16) + 1,
  beatsPerPe: 180,
};
