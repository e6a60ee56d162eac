import type { ResultHeader } from '../../../run/result-header.ts';
import type { Section } from '../../view.ts';
import { filled, type PageChapter } from '../document.ts';
import { sectionOf } from './blocks.ts';

/** What every result whose chapter has no order of its own is known by. */
export interface HeadedResult extends Pick<ResultHeader, 'version'> {
  readonly configHash: string;
  readonly inputDate?: string | undefined;
}

/** The facts of a result. Throws TypeError for one without a hash: what it is of cannot be said. */
export function factsOf({ configHash, version, inputDate = '' }: HeadedResult): PageChapter['facts'] {
  if (typeof configHash !== 'string' || typeof inputDate !== 'string')
    throw new TypeError('expected configHash and inputDate as texts');
  return { configHash, toolVersion: version, inputDate: inputDate === '' ? null : inputDate };
}

/** A chapter of the topics that a view has of a result. */
export function resultChapter(
  title: string,
  header: HeadedResult,
  sections: readonly Section[],
): PageChapter {
  return { title, facts: factsOf(header), sections: filled(sections.map(sectionOf)) };
}
