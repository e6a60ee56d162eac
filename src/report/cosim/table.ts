import type { CosimResult } from '../../cosim/cosim-case.ts';
import type { Table } from '../tables/table.ts';

/** Many cases: a row each. */
export function casesTable(
  title: string,
  results: readonly { readonly index: number; readonly result: CosimResult }[],
): Table {
  const skipped = results.filter(({ result }) => 'skipped' in result).length;
  const values = results.reduce((sum, { result }) => sum + counted(result).compared, 0);
  return {
    title,
    columns: [
      { key: 'case', title: 'case', digits: 0 },
      { key: 'name', title: 'what' },
      { key: 'tool', title: 'tool' },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'compared', title: 'values compared', digits: 0 },
      { key: 'differing', title: 'differing', digits: 0 },
    ],
    rows: results.map(({ index, result }) => ({
      case: index,
      name: result.name,
      tool: 'tool' in result ? result.tool : 'skipped',
      cycles: result.cycles,
      ...counted(result),
    })),
    notes: [
      `${results.length - skipped === 1 ? '1 case' : `${results.length - skipped} cases`} ran, ${values} values compared: cycles in which instructions issue and rows leave, issue, conflict and busy cycles of every PE, reads of every bank, every output value.`,
      ...reasons(results.map(({ result }) => result)),
    ],
  };
}

/** One case: a row for each quantity that was compared. */
export function quantitiesTable(result: CosimResult): Table {
  const tool = 'tool' in result ? ` under ${result.tool}` : '';
  return {
    title: `${result.name}${tool}: ${result.cycles} cycles`,
    columns: [
      { key: 'quantity', title: 'quantity' },
      { key: 'compared', title: 'compared', digits: 0 },
      { key: 'differing', title: 'differing', digits: 0 },
    ],
    rows: 'tool' in result ? result.comparison.quantities.map((quantity) => ({ ...quantity })) : [],
    notes: reasons([result]),
  };
}

function counted(result: CosimResult): { readonly compared: number; readonly differing: number } {
  const quantities = 'tool' in result ? result.comparison.quantities : [];
  const sum = (field: 'compared' | 'differing') =>
    quantities.reduce((total, quantity) => total + quantity[field], 0);
  return { compared: sum('compared'), differing: sum('differing') };
}

function reasons(results: readonly CosimResult[]): string[] {
  return results.flatMap((result) =>
    'skipped' in result ? [`Skipped: ${result.name}: ${result.skipped}.`] : [],
  );
}
