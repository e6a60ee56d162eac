import { type WrittenReproduction, writtenSections } from '../../published/written.ts';
import type { PageChapter } from '../document.ts';
import { sectionOf } from './blocks.ts';
import { factsOf } from './result-chapter.ts';

/** What a reproduction says of what it proves, then every design beside its figures. */
export function reproductionChapter(written: WrittenReproduction): PageChapter {
  return {
    title: `Published figures beside simulated ones: ${written.target}`,
    facts: factsOf(written),
    sections: writtenSections(written).map(sectionOf),
  };
}
