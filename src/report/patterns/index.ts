import type { NamedChart } from '../charts/spec.ts';
import { jsonText } from '../tables/json.ts';
import { unmeasuredNote } from '../toggle-notes.ts';
import { viewOf, withoutNotes } from '../view.ts';
import { patternStudyCharts } from './charts.ts';
import { patternStudyRows } from './rows.ts';
import type { ShownPatterns } from './shown-patterns.ts';
import { patternStudyTables } from './tables.ts';

/** How a study of patterns is shown. */
export const patternsView = viewOf<ShownPatterns>({
  tables: ({ result }) => patternStudyTables(result),
  csv: ({ result }) => [patternStudyRows(result)],
  json: ({ result }) => [jsonText(result)],
  charts: patternStudyCharts,
  sections: (shown) => {
    const { regimes } = shown.result;
    const [kept, step, ...tried] = patternStudyTables(shown.result);
    const charts = patternStudyCharts(shown);
    const isOfStep = ({ file }: NamedChart) => STEP_CHARTS.includes(file);
    // A page has which pattern wins as its answer.
    const { notes = [], ...shownStep } = withoutNotes(
      step,
      regimes.map(({ sentence }) => sentence),
    );
    return [
      { title: 'What patterns keep', tables: [kept], charts: charts.filter((chart) => !isOfStep(chart)) },
      {
        title: 'One step on the fastest array',
        tables: [{ ...shownStep, notes: [...notes, unmeasuredNote] }],
        charts: charts.filter(isOfStep),
      },
      ...tried.map((table) => ({ title: 'Every array that was tried', tables: [table], charts: [] })),
    ];
  },
});

/** Charts of a step; the others are of what patterns keep. */
const STEP_CHARTS = ['magnitude-by-latency', 'storage-by-latency', 'cycles-by-pattern', 'energy-by-pattern'];
