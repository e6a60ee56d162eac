import type { RunResult } from '../../run/result.ts';
import type { Column, Table } from '../tables/table.ts';
import type { LabelledRun } from './overflow.ts';

/** What a design takes of each resource of its device. */
export function resourceTable({ resources }: RunResult): Table {
  const { dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops } = resources;
  const uses = [dsp, ramBlocks, ultraRam, logic, distributedRam, flipFlops].flatMap((use) => use ?? []);
  const hasBudget = uses.some(({ budget }) => budget !== undefined);
  return {
    title: `Resources on ${resources.device} (estimate: no place and route)`,
    columns: [
      { key: 'unit', title: 'resource' },
      { key: 'used', title: 'used', digits: 0 },
      ...(hasBudget ? [{ key: 'budget', title: 'budget', digits: 0 }] : []),
      { key: 'available', title: 'available', digits: 0 },
      { key: 'percent', title: 'share', unit: '%', digits: 1 },
    ],
    rows: uses.map(({ unit, used, available, budget }) => ({
      unit,
      used,
      ...(hasBudget && { budget: budget?.most ?? null }),
      available,
      percent: available === 0 ? 0 : (100 * used) / available,
    })),
    ...(hasBudget && { notes: ['Shares are of the device, of which the budget leaves a part.'] }),
  };
}

/** Resources that blocks are told apart by. */
export const blockResources = ['dsp', 'ramBlocks', 'logic', 'flipFlops'] as const;

/** What every block of a design takes, those that take anything, and all together. */
export function blockTable({ resources }: Pick<RunResult, 'resources'>): Table {
  const blocks = resources.blocks.filter((block) => blockResources.some((resource) => block[resource] > 0));
  const totals = blockResources.map((resource) => [
    resource,
    blocks.reduce((sum, block) => sum + block[resource], 0),
  ]);
  return {
    title: `Resources by block on ${resources.device}`,
    columns: [
      { key: 'block', title: 'block' },
      ...blockResources.map((key) => ({ key, title: resources[key]?.unit ?? key, digits: 0 })),
    ],
    rows: [...blocks, { block: 'total', ...(Object.fromEntries(totals) as Record<string, number>) }],
  };
}

const fileColumns: readonly Column[] = [
  { key: 'accelerator', title: 'accelerator' },
  { key: 'device', title: 'device' },
  { key: 'block', title: 'block' },
  ...blockResources.map((key) => ({ key, title: key })),
];

/** The blocks of designs for a spreadsheet: a row for each block of each. */
export function blockRows(designs: readonly LabelledRun[]): Table {
  return {
    columns: fileColumns,
    rows: designs.flatMap(({ label: accelerator, run: { resources } }) =>
      resources.blocks.map((block) => ({ accelerator, device: resources.device, ...block })),
    ),
  };
}
