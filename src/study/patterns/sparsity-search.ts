/** A sparsity, and what a pattern has there. */
interface Trial {
  readonly sparsity: number;
  readonly figure: number;
}

/** Trials between which the searched sparsity is; null: none on that side yet. */
interface Bracket {
  /** Has more than the aim. */
  readonly dense: Trial | null;
  /** Has less. */
  readonly sparse: Trial | null;
}

/** Relative to the aim: nearer is as good as the aim itself. */
const CLOSE = 1e-4;
/** Sparsities nearer than this to each other are one: finer than the grid of any pattern. */
const NARROWEST = 2 ** -16;
/** Trials on one side of the aim after which the end of the range is tried. */
const MOST_GUESSES = 3;
/** Guesses on a line that may halve nothing: more say that the figure makes steps. */
const MOST_MISSES = 4;

/**
 * The sparsity at which a figure that does not grow with it comes nearest to `aim`, of those that are tried,
 * beginning with `first`; of two equally near the lower. Between trials on both sides of the aim it is
 * guessed on a line, and halved where a guess did not halve: a pattern that has few counts to choose from
 * makes steps, and the nearer end of the step that crosses the aim is found.
 */
export function sparsityReaching(aim: number, first: number, figureAt: (sparsity: number) => number): number {
  const trials: Trial[] = [];
  let bracket: Bracket = { dense: null, sparse: null };
  let width = Number.POSITIVE_INFINITY;
  let misses = 0;
  for (let next: number | null = first; next !== null; ) {
    const trial = { sparsity: next, figure: figureAt(next) };
    trials.push(trial);
    if (Math.abs(trial.figure - aim) <= CLOSE * aim) break;
    bracket = trial.figure > aim ? { ...bracket, dense: trial } : { ...bracket, sparse: trial };
    const before = width;
    width = widthOf(bracket);
    const isMiss = width > before / 2;
    misses += Number(isMiss);
    next = nextTrial(aim, bracket, trials.length, isMiss || misses >= MOST_MISSES);
  }
  return nearestOf(trials, aim).sparsity;
}

function widthOf({ dense, sparse }: Bracket): number {
  return dense === null || sparse === null ? Number.POSITIVE_INFINITY : sparse.sparsity - dense.sparsity;
}

/** Null: there is nothing between what was tried. */
function nextTrial(aim: number, { dense, sparse }: Bracket, tried: number, halves: boolean): number | null {
  if (dense !== null && sparse !== null) return between(aim, dense, sparse, halves);
  const only = dense ?? sparse;
  const end = dense === null ? 0 : 1;
  if (only === null || only.sparsity === end) return null;
  // As if the figure were the density's: bits nearly are.
  const guess = 1 - ((1 - only.sparsity) * aim) / only.figure;
  const isBeyond = dense === null ? guess < only.sparsity && guess > 0 : guess > only.sparsity && guess < 1;
  return tried < MOST_GUESSES && isBeyond ? guess : end;
}

function between(aim: number, dense: Trial, sparse: Trial, halves: boolean): number | null {
  const width = sparse.sparsity - dense.sparsity;
  if (width <= NARROWEST) return null;
  if (halves) return dense.sparsity + width / 2;
  return dense.sparsity + (width * (dense.figure - aim)) / (dense.figure - sparse.figure);
}

function nearestOf(trials: readonly Trial[], aim: number): Trial {
  const off = ({ figure }: Trial) => Math.abs(figure - aim);
  return trials.reduce((best, trial) => {
    const difference = off(trial) - off(best);
    return difference < 0 || (difference === 0 && trial.sparsity < best.sparsity) ? trial : best;
  });
}
