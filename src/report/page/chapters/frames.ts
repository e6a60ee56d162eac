import type { WrittenSpmv } from '../../../run/spmv-result.ts';
import type { InspectResult } from '../../../study/inspect/inspect-result.ts';
import type { PatternStudyResult } from '../../../study/patterns/patterns-result.ts';
import type { Shown } from '../../index.ts';
import type { WrittenReproduction } from '../../published/written.ts';
import { answerOfDiff, answerOfExplanation } from '../result-answers.ts';
import * as answers from '../study-answers.ts';
import * as asked from './asked-of-results.ts';
import type { ChapterFrame } from './framed.ts';
import { answerOfReproduction } from './reproduction-answer.ts';
import * as notes from './standing-notes.ts';

/** What the chapters of results have around what their views show. */
export const frames = {
  explain: {
    asked: asked.askedOfExplanation,
    answer: answerOfExplanation,
    notes: notes.notesOfUnmeasured,
    isPriced: true,
  } satisfies ChapterFrame<Shown<'explain'>>,
  diff: {
    asked: asked.askedOfDiff,
    answer: answerOfDiff,
    notes: notes.notesOfDiff,
    isPriced: true,
  } satisfies ChapterFrame<Shown<'diff'>>,
  reproduce: {
    asked: asked.askedOfReproduction,
    answer: answerOfReproduction,
    notes: notes.notesOfReproduction,
    isPriced: false,
  } satisfies ChapterFrame<WrittenReproduction>,
  inspect: {
    asked: asked.askedOfInspection,
    answer: answers.answerOfInspection,
    notes: notes.notesOfInspection,
    isPriced: false,
  } satisfies ChapterFrame<InspectResult>,
  prune: {
    asked: asked.askedOfPruning,
    answer: answers.answerOfPruning,
    notes: notes.notesOfPruning,
    isPriced: false,
  } satisfies ChapterFrame<Shown<'pruned'>>,
  spmv: {
    asked: asked.askedOfSpmv,
    answer: answers.answerOfSpmv,
    notes: notes.notesOfSpmv,
    isPriced: false,
  } satisfies ChapterFrame<WrittenSpmv>,
  banks: {
    asked: asked.askedOfBanks,
    answer: answers.answerOfBanks,
    notes: notes.notesOfTiming,
    isPriced: true,
  } satisfies ChapterFrame<Shown<'banks'>>,
  baselines: {
    asked: asked.askedOfBaselines,
    answer: answers.answerOfBaselines,
    notes: notes.notesOfTiming,
    isPriced: true,
  } satisfies ChapterFrame<Shown<'baselines'>>,
  patterns: {
    asked: asked.askedOfPatterns,
    answer: answers.answerOfPatterns,
    notes: notes.notesOfUnmeasured,
    isPriced: true,
  } satisfies ChapterFrame<PatternStudyResult>,
};
