import type { Shown } from '../../index.ts';
import type { Section } from '../../view.ts';
import type { PageChapter } from '../document.ts';
import { sectionOf } from './blocks.ts';
import { framed } from './framed.ts';
import { frames } from './frames.ts';
import { resultChapter } from './result-chapter.ts';
import type { Context } from './standing-on.ts';

/** What two runs are, the inputs that differ between them, and what became of it. */
export function diffChapter(
  result: Shown<'diff'>,
  [inputs, ...others]: readonly Section[],
  context: Context,
): PageChapter {
  const { version, sides } = result;
  const header = { version, configHash: `${sides.a.configHash} and ${sides.b.configHash}` };
  const chapter = resultChapter('What a change did', header, others);
  return framed(chapter, result, frames.diff, context, sectionOf(inputs).blocks);
}
