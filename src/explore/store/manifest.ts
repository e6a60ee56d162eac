import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { check } from '../../config/problems.ts';
import { clip, dotted } from '../../config/wording.ts';
import { writeFileAtomic } from '../../disk/atomic-file.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { cannot, codeOf, systemError } from '../../errors/file-error.ts';

/** The version of the store's files that this bbsim writes, and the newest that it reads. */
export const storeVersion = 1;

const format = 'bbsim-sweep-store';
const fileName = 'sweep.json';
/** A specification is a file that somebody wrote; this is far above any. */
const maxBytes = 64 << 20;

const schema = z.strictObject({
  format: z.literal(format),
  storeVersion: z.literal(storeVersion),
  version: z.string().min(1),
  /** Stores of version 0.1.0 have none. */
  resultsSince: z.string().min(1).optional(),
  sweep: z.string().regex(/^[0-9a-f]{12}$/),
  name: z.string(),
  kind: z.enum(['sweep', 'optimize']),
  spec: z.unknown().refine((spec) => spec !== undefined, 'missing, expected the specification of the sweep'),
  points: z.int().nonnegative(),
  axes: z.array(z.string()),
});

/** What a store says of itself: the sweep it is for, as data, and the bbsim that made it. */
export type Manifest = z.output<typeof schema>;

/** A manifest without what is the same in all of them. */
export type SweepDescription = Omit<Manifest, 'format' | 'storeVersion'>;

/**
 * Writes a store's manifest, whole or not at all; makes the directory. Throws BadInput when it cannot,
 * or the store is a newer bbsim's.
 */
export async function writeManifest(dir: string, description: SweepDescription): Promise<void> {
  await refuseNewerStore(dir);
  const manifest = checked(join(dir, fileName), { format, storeVersion, ...description });
  await writeFileAtomic(join(dir, fileName), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The manifest of a store. Throws BadInput when it is missing, is not JSON, has a
 * wrong field, or is a newer bbsim's.
 */
export async function readManifest(dir: string): Promise<Manifest> {
  const found = await findManifest(dir);
  if (found === null) throw new BadInput(`no sweep in ${dir}: expected ${fileName}`);
  return found;
}

/** As `readManifest`, but null where there is no store yet. */
export async function findManifest(dir: string): Promise<Manifest | null> {
  const path = join(dir, fileName);
  const data = await readJson(path);
  if (data === undefined) return null;
  refuseNewer(path, data);
  return checked(path, data);
}

/**
 * Throws BadInput when a store's manifest is a newer bbsim's or cannot be read: nothing may be written
 * there. A store without one passes.
 */
export async function refuseNewerStore(dir: string): Promise<void> {
  const path = join(dir, fileName);
  refuseNewer(path, await readJson(path));
}

function refuseNewer(path: string, data: unknown): void {
  if (typeof data !== 'object' || data === null || !('storeVersion' in data)) return;
  const found = data.storeVersion;
  if (typeof found === 'number' && found > storeVersion) {
    throw new BadInput(
      `${path}: written by a newer bbsim (store version ${found}, this one reads up to ${storeVersion})`,
    );
  }
}

function checked(path: string, data: unknown): Manifest {
  const result = check(schema, data);
  if ('config' in result) return result.config;
  const [{ path: field, message }] = result.problems as [(typeof result.problems)[number]];
  const place = field.length === 0 ? path : `${path}: ${dotted(field)}`;
  throw new BadInput(`${place}: ${message}`);
}

/** The data of a JSON file; undefined when there is none. */
async function readJson(path: string): Promise<unknown> {
  const bytes = await readSmall(path);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new BadInput(`${path}: expected JSON: ${clip((error as Error).message)}`);
  }
}

async function readSmall(path: string): Promise<Buffer | null> {
  try {
    // Before it is opened: opening a pipe would wait for its writer.
    const { size } = await checkFile(path);
    if (size > maxBytes) throw new BadInput(`${path}: expected at most ${maxBytes} bytes, found ${size}`);
    const file = await open(path, 'r');
    return await file.readFile().finally(() => file.close());
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw cannot('read', path, error);
  }
}

async function checkFile(path: string) {
  const found = await stat(path);
  if (!found.isFile()) throw systemError('EFTYPE');
  return found;
}
