import { resultsSince } from '../../config/version.ts';
import { findManifest } from './manifest.ts';

/**
 * What is to be said where a store is gone on with whose results come from a version with other results: they
 * stay, but nothing of them is taken over. Null for this version's own, and where there is no store yet.
 * Throws BadInput for a manifest that cannot be read.
 */
export async function earlierResultsRemark(dir: string): Promise<string | null> {
  const found = await findManifest(dir);
  if (found === null || found.resultsSince === resultsSince) return null;
  return `${dir} has results of bbsim ${found.resultsSince ?? found.version}, which are not those of this version: points are simulated afresh`;
}
