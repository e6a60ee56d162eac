import { resultsSince } from '../../config/version.ts';
import { findManifest, type Manifest } from './manifest.ts';

/**
 * What is to be said where a store is gone on with whose results come from a version with other results: they
 * stay, but nothing of them is taken over. Null for this version's own, and where there is no store yet.
 * Throws BadInput for a manifest that cannot be read.
 */
export async function earlierResultsRemark(dir: string): Promise<string | null> {
  const found = await findManifest(dir);
  const earlier = found && versionOfEarlierResults(found);
  return earlier === null
    ? null
    : `${dir} has results of bbsim ${earlier}, which are not those of this version: points are simulated afresh`;
}

/** The version whose results a store has, where they are not those of this version; null where they are. */
export function versionOfEarlierResults({
  resultsSince: since,
  version,
}: Pick<Manifest, 'resultsSince' | 'version'>): string | null {
  return since === resultsSince ? null : (since ?? version);
}
