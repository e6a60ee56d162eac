import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { Issued, Timeline } from '../../hw/sequencer/timeline.ts';
import { type Wait, waitsOf } from '../../hw/sequencer/waits.ts';
import { passesOf, passName } from '../../lstm/passes.ts';
import { instructionName } from '../../lstm/program/print-program.ts';
import type { Program } from '../../lstm/program/program.ts';
import type { CriticalSpan } from './explain-result.ts';
import { followedPasses, type StepFigures } from './step-figures.ts';

/**
 * The chain of instructions that a step's time is made of, from its first cycle to its last: from the one
 * that is written last back over what each waited for. The spans follow one another without a gap, so they
 * sum to the cycles of the step. An SpMV with streamed weights is cut where it waits for a fetch.
 */
export function criticalPathOf(figures: StepFigures): readonly CriticalSpan[] {
  const { design, timelines } = figures.run;
  const names = passesOf(design.layers.map(({ program }) => program));
  const spans: CriticalSpan[] = [];
  let before = 'start of the step';
  let offset = 0;
  for (const pass of followedPasses(figures)) {
    const { program } = design.layers[pass];
    const layer = `layer ${passName(names[pass])}`;
    const path = pathOfPass(design.array.config, program, timelines[pass], `${layer} `, before);
    for (const span of path) spans.push({ ...span, from: span.from + offset, to: span.to + offset });
    offset += timelines[pass].cycles;
    before = `end of ${layer}`;
  }
  return spans;
}

function pathOfPass(
  { ewop }: Pick<AcceleratorConfig, 'ewop'>,
  program: Program,
  timeline: Timeline,
  prefix: string,
  before: string,
): readonly CriticalSpan[] {
  const { issued, cycles } = timeline;
  const waits = waitsOf(program, issued, ewop.style === 'instruction' && ewop.chaining);
  const name = (at: number) => `${prefix}${instructionName(program, at)}`;
  const chain: CriticalSpan[][] = [];
  let at = issued.findIndex(({ writtenAt }) => writtenAt === cycles);
  let to = cycles;
  while (at >= 0) {
    const { issuedAt } = issued[at];
    const waitedFor = waitWords(waits[at], issued, name, before);
    chain.push(cutAtFetches(issued[at], { instruction: name(at), waitedFor, to }));
    to = issuedAt - 1;
    at = waits[at]?.for ?? -1;
  }
  return chain.toReversed().flat();
}

function waitWords(
  wait: Wait | null,
  issued: Timeline['issued'],
  name: (at: number) => string,
  before: string,
): string {
  if (wait === null) return before;
  const other = name(wait.for);
  switch (wait.reason) {
    case 'readAfterWrite':
      return `operand written by ${other}`;
    case 'writeAfterRead':
    case 'writeAfterWrite':
      return `registers in use by ${other}`;
    case 'unit':
      return `${issued[wait.for].unit} busy with ${other}`;
    case 'order':
    case 'phase':
      return `its turn after ${other}`;
  }
}

/** The span of one instruction up to edge `to`; of streamed weights a part for every fetch and every tile. */
function cutAtFetches(
  { unit, issuedAt, job }: Issued,
  { instruction, waitedFor, to }: Pick<CriticalSpan, 'instruction' | 'waitedFor' | 'to'>,
): CriticalSpan[] {
  const begin = issuedAt - 1;
  if (job === null || !job.isStreamed) return [{ instruction, unit, from: begin, to, waitedFor }];
  const parts: CriticalSpan[] = [];
  const add = (part: 'dram' | 'spmv', end: number, why: string) => {
    const from = parts.at(-1)?.to ?? begin;
    const stop = Math.min(end, to);
    if (stop > from) parts.push({ instruction, unit: part, from, to: stop, waitedFor: why });
  };
  for (const [tile, { from, timing }] of job.computes.entries()) {
    add('dram', begin + from, tile === 0 ? waitedFor : 'weight memory busy with the tile before');
    add('spmv', begin + from + timing.cycles + 2, `weights of tile ${tile} from off-chip memory`);
  }
  add('dram', to, waitedFor);
  return parts;
}
