import { versionOfEarlierResults } from '../store/earlier-results.ts';
import type { Results } from './results.ts';

/** What is missing from results, damaged in them or of another version, one sentence each. */
export function remarksOn(results: Results): string[] {
  const { manifest, rows } = results;
  const missing = `${rows.length} of ${manifest.points} points are there; bbsim sweep --status says more`;
  return [
    ...defectsOf(results),
    ...(manifest.kind === 'sweep' && rows.length < manifest.points ? [missing] : []),
  ];
}

/** What is damaged in results or of another version, one sentence each. */
export function defectsOf({ manifest, damage, leftOut = [] }: Results): string[] {
  const { torn, damaged, damagedLines } = damage;
  const isDamaged = torn > 0 || damagedLines > 0;
  const [first] = damaged;
  const place = first === undefined ? '' : `, the first in ${first.file}, line ${first.line}`;
  const damages = `${torn} unfinished and ${damagedLines} damaged lines were left out${place}`;
  const earlier = versionOfEarlierResults(manifest);
  const others = `results of bbsim ${earlier}, which are not those of this version: a sweep simulates them afresh`;
  return [...(earlier === null ? [] : [others]), ...(isDamaged ? [damages] : []), ...leftOut];
}
