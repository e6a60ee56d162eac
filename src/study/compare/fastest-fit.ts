import { clockMhzOf } from '../../hw/config/clock.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';
import type { StoredLayer } from '../../lstm/stored-layer.ts';
import type { TargetDevice } from '../../run/device-fit.ts';
import { stepCycles } from '../../run/placed-model.ts';
import { BestFirst } from './best-first.ts';
import { type OpenDesign, openDesigns, placeDesign } from './open-design.ts';
import { fewestAsDealt } from './step-bound.ts';

/** An accelerator that a search begins from, with the weights that it keeps, and its device. */
export interface SearchBase {
  readonly config: AcceleratorConfig;
  readonly stored: readonly StoredLayer[];
  readonly target: TargetDevice;
}

/** What a search found. */
export interface FoundDesign {
  /** Place of the base that it was searched from. */
  readonly base: number;
  readonly config: AcceleratorConfig;
  readonly latencyUs: number;
}

/**
 * What a search does where weights are streamed, and the least that designs need says little: their fetches
 * take nearly as long. It times so many, in the order of what they would take with nothing of a fetch hidden,
 * and leaves out some numbers of PEs between.
 */
const STREAMED = { mostTimed: 50, fewerPes: 0.9 };

/**
 * The fastest design that fits its device, of all numbers of PEs and all variants of the bases; of equally
 * fast ones the one with the fewest multipliers, then the first. With streamed weights the best of 50 that
 * promise most. Null where nothing fits. Designs are taken in the order of the least time that they need,
 * which is refined until it is the time itself.
 */
export function fastestFit(bases: readonly SearchBase[]): FoundDesign | null {
  const designs: OpenDesign[] = [];
  const baseOf: number[] = [];
  for (const [base, { config, stored, target }] of bases.entries()) {
    designs.push(...openDesigns(config, stored, target, designs.length));
    while (baseOf.length < designs.length) baseOf.push(base);
  }
  const refine = refinement();
  const fastest = firstOfBest(designs, refine);
  if (fastest === null) return null;
  const { design, pes, leastUs } = smallestAsFast(designs, fastest, refine);
  return { base: baseOf[design.at], config: { ...design.config, pes }, latencyUs: leastUs };
}

/** A design with a number of PEs, and the least time that it needs as far as it is known. */
interface Candidate {
  readonly design: OpenDesign;
  readonly pes: number;
  readonly leastUs: number;
  /**
   * 0: from the weights alone; 1: with its rows dealt and the fullest PE timed, where weights are resident;
   * 2: its time.
   */
  readonly level: 0 | 1 | 2;
}

type Refine = (candidate: Candidate) => Candidate | null;

/** Refines candidates by a level, each once; null: it does not fit. */
function refinement(): Refine {
  const known = new Map<string, Candidate | null>();
  return (candidate) => {
    const key = `${candidate.design.at} ${candidate.pes} ${candidate.level}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const refined = refineOnce(candidate);
    known.set(key, refined);
    return refined;
  };
}

function refineOnce({ design, pes, leastUs, level }: Candidate): Candidate | null {
  const placed = placeDesign(design, pes);
  if (placed === null) return null;
  const clockMhz = clockMhzOf(placed.array.config);
  if (level === 0 && !isStreamed(design)) {
    const cycles = fewestAsDealt(placed, design.loads);
    return { design, pes, level: 1, leastUs: Math.max(leastUs, cycles / clockMhz) };
  }
  return { design, pes, level: 2, leastUs: stepCycles(placed) / clockMhz };
}

const isStreamed = ({ config }: OpenDesign): boolean => config.weights === 'streamed';

const isSooner = (a: Candidate, b: Candidate): boolean => {
  if (a.leastUs !== b.leastUs) return a.leastUs < b.leastUs;
  if (a.level !== b.level) return a.level > b.level;
  return a.design.at === b.design.at ? a.pes > b.pes : a.design.at < b.design.at;
};

/**
 * The candidate with the least time, known once no other needs less. Of every design the next number of PEs
 * joins when the one above it is refined, since its least time is no shorter.
 */
function firstOfBest(designs: readonly OpenDesign[], refine: Refine): Candidate | null {
  const queue = new BestFirst(isSooner);
  const add = (design: OpenDesign, pes: number) => {
    if (pes > 0) queue.push({ design, pes, leastUs: design.leastUs(pes), level: 0 });
  };
  for (const design of designs) add(design, design.mostPes);
  let best: Candidate | null = null;
  let timed = 0;
  for (let next = queue.pop(); next !== null; next = queue.pop()) {
    if (best !== null && !isStreamed(next.design) && next.leastUs >= best.leastUs) break;
    if (next.level === 0) add(next.design, fewerPes(next));
    const refined = refine(next);
    if (refined?.level === 2 && (best === null || isSooner(refined, best))) best = refined;
    else if (refined?.level === 1) queue.push(refined);
    if (isStreamed(next.design) && refined !== null && ++timed === STREAMED.mostTimed) break;
  }
  return best;
}

function fewerPes({ design, pes }: Candidate): number {
  return isStreamed(design) ? Math.min(pes - 1, Math.floor(STREAMED.fewerPes * pes)) : pes - 1;
}

/**
 * The candidate with the fewest multipliers that is as fast as `fastest`; of equally many the first design.
 */
function smallestAsFast(designs: readonly OpenDesign[], fastest: Candidate, refine: Refine): Candidate {
  if (isStreamed(fastest.design)) return fastest;
  const size = ({ design, pes }: Pick<Candidate, 'design' | 'pes'>) => pes * design.config.banks;
  const others = designs
    .flatMap((design) => pesAsFast(design, fastest.leastUs).map((pes) => ({ design, pes })))
    .filter((one) => size(one) <= size(fastest))
    .sort((a, b) => size(a) - size(b) || a.design.at - b.design.at);
  for (const { design, pes } of others) {
    let found: Candidate | null = { design, pes, leastUs: design.leastUs(pes), level: 0 };
    while (found !== null && found.level < 2 && found.leastUs <= fastest.leastUs) found = refine(found);
    if (found?.level === 2 && found.leastUs <= fastest.leastUs) return found;
  }
  return fastest;
}

/** Numbers of PEs with which a design may be as fast as `leastUs`: all from the fewest on. */
function pesAsFast(design: OpenDesign, leastUs: number): number[] {
  let low = 0;
  let high = design.mostPes + 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (design.leastUs(middle) <= leastUs) high = middle;
    else low = middle;
  }
  return Array.from({ length: design.mostPes + 1 - high }, (_, i) => high + i);
}
