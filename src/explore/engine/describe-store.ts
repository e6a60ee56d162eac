import { resultsSince, version } from '../../config/version.ts';
import { BadInput } from '../../errors/bad-input.ts';
import { axisColumns, type Space } from '../space/space.ts';
import { findManifest, writeManifest } from '../store/manifest.ts';

/**
 * Writes the manifest, which names the sweep that the directory is about. All chunks of a sweep would write
 * the same manifest, so only the first one does.
 */
export async function describeStore(
  dir: string,
  space: Space,
  points: number,
  isChunk: boolean,
): Promise<void> {
  const known = await findManifest(dir);
  if (known?.sweep === space.hash) return;
  if (isChunk && known !== null)
    throw new BadInput(
      `${dir} holds the sweep ${known.name} (${known.sweep}), and a chunk of ${space.name} (${space.hash}) does not go with it: expected a directory of its own`,
    );
  await writeManifest(dir, {
    version,
    resultsSince,
    sweep: space.hash,
    name: space.name,
    kind: 'sweep',
    spec: space.spec,
    points,
    axes: [...axisColumns(space)],
  });
}
