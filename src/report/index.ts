import type { ResultView } from './view.ts';

/** The views of all kinds of results, each loaded when it is asked for: a new one is a row here. */
export const views = {
  run: async () => (await import('./run/index.ts')).runView,
  spmv: async () => (await import('./run/index.ts')).spmvView,
  compare: async () => (await import('./compare/index.ts')).compareView,
  banks: async () => (await import('./banks/index.ts')).banksView,
  baselines: async () => (await import('./baselines/index.ts')).baselinesView,
  patterns: async () => (await import('./patterns/index.ts')).patternsView,
  diff: async () => (await import('./diff/index.ts')).diffView,
  explain: async () => (await import('./explain/index.ts')).explainView,
  inspect: async () => (await import('./inspect/index.ts')).inspectView,
  reproduction: async () => (await import('./published/index.ts')).reproductionView,
  cases: async () => (await import('./cosim/index.ts')).casesView,
  quantities: async () => (await import('./cosim/index.ts')).quantitiesView,
  synthesis: async () => (await import('./cosim/index.ts')).synthesisView,
  verification: async () => (await import('./cosim/index.ts')).verificationView,
  sweep: async () => (await import('./sweep/index.ts')).sweepView,
  status: async () => (await import('./sweep/index.ts')).statusView,
  dryRun: async () => (await import('./sweep/index.ts')).dryRunView,
  answer: async () => (await import('./sweep/index.ts')).answerView,
  front: async () => (await import('./sweep/index.ts')).frontView,
  pruned: async () => (await import('./prune/index.ts')).pruneView,
  listing: async () => (await import('./listing/index.ts')).listingView,
} as const;

/** The name of a view. */
export type ViewName = keyof typeof views;

/** What a view shows. */
export type Shown<Name extends ViewName> =
  Awaited<ReturnType<(typeof views)[Name]>> extends ResultView<infer Result> ? Result : never;

/** The view of that name. */
export async function viewFor<Name extends ViewName>(name: Name): Promise<ResultView<Shown<Name>>> {
  return (await views[name]()) as ResultView<Shown<Name>>;
}
