import type { ExplainResult, TreeNode } from '../../study/explain/explain-result.ts';
import type { Table } from '../tables/table.ts';

/** PEs of one unit that people are shown one by one; those behind them are one row. */
const SHOWN_PES = 3;

const isPe = ({ name }: TreeNode): boolean => /^PE \d+$/.test(name);

/** Where the cycles and joules of a step go, part within part: the rows of a part sum to the row above. */
export function treeTable({ tree }: ExplainResult): Table {
  return {
    title: 'Where cycles and joules go',
    columns: [
      { key: 'part', title: 'part' },
      { key: 'cycles', title: 'cycles', digits: 0 },
      { key: 'cyclePercent', title: 'of the step', unit: '%', digits: 1 },
      { key: 'energyUj', title: 'energy', unit: 'uJ', digits: 2 },
    ],
    rows: rowsOf(folded(tree), 0).map(({ depth, node: { name, cycles, energyUj } }) => ({
      part: `${'. '.repeat(depth)}${name}`,
      cycles,
      cyclePercent: (100 * cycles) / tree.cycles,
      energyUj,
    })),
    notes: [
      'Where units overlap a cycle is that of SpMV, fetch, load, element-wise unit, the first that is active; an SpMV follows the PE that finishes last.',
    ],
  };
}

/** Every part with the path to it, for a spreadsheet. */
export function treeRows({ tree }: ExplainResult): Table {
  const paths = (node: TreeNode, above: string): { path: string; node: TreeNode }[] => {
    const path = above === '' ? node.name : `${above} / ${node.name}`;
    return [{ path, node }, ...node.children.flatMap((child) => paths(child, path))];
  };
  return {
    columns: [
      { key: 'part', title: 'part' },
      { key: 'cycles', title: 'cycles' },
      { key: 'energyUj', title: 'energy', unit: 'uJ' },
    ],
    rows: paths(tree, '').map(({ path, node: { cycles, energyUj } }) => ({ part: path, cycles, energyUj })),
  };
}

interface Row {
  readonly depth: number;
  readonly node: TreeNode;
}

function rowsOf(node: TreeNode, depth: number): readonly Row[] {
  return [{ depth, node }, ...node.children.flatMap((child) => rowsOf(child, depth + 1))];
}

/** The tree with the PEs of a unit that take fewest cycles as one part. */
function folded(node: TreeNode): TreeNode {
  const children = node.children.map(folded);
  const pes = children.filter(isPe).toSorted((a, b) => b.cycles - a.cycles);
  if (pes.length <= SHOWN_PES + 1) return { ...node, children };
  const further = pes.slice(SHOWN_PES);
  const sum = (of: (one: TreeNode) => number) => further.reduce((total, one) => total + of(one), 0);
  const rest = {
    name: `${further.length} further PEs`,
    cycles: sum(({ cycles }) => cycles),
    energyUj: sum(({ energyUj }) => energyUj),
    children: [],
  };
  const others = children.filter((child) => !isPe(child));
  return { ...node, children: [...pes.slice(0, SHOWN_PES), rest, ...others] };
}
