import type { Results } from '../../../explore/query/results.ts';
import { dateOfSweep } from '../../sweep/charted-results.ts';
import type { PageChapter } from '../document.ts';

/** What a sweep says. */
export function sweepChapter({ manifest }: Results): PageChapter {
  const facts = {
    configHash: manifest.sweep,
    toolVersion: manifest.version,
    inputDate: dateOfSweep(manifest) ?? null,
  };
  return { title: `Sweep ${manifest.name}`, facts, sections: [] };
}
