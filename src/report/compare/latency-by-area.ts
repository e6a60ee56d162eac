import type { CompareResult } from '../../run/result.ts';
import { acceleratorPlaces } from '../accelerator-places.ts';
import type { ChartText, NamedChart } from '../charts/spec.ts';
import { clockNote } from './clock-note.ts';
import { kindInRow } from './kind-in-row.ts';

/**
 * The whole comparison on one page: latency against area, over lines of equal latency x area. A design that
 * takes a resource of which its device has none has no area, and the subtitle says so. Null where no row has.
 */
export function latencyByArea(result: CompareResult, text: ChartText): NamedChart | null {
  const { rows } = result;
  const devices = new Set(rows.map(({ run }) => run.resources.device));
  const places = acceleratorPlaces(rows.map(kindInRow));
  const points = rows.flatMap(({ label, run }, row) => {
    const { area_percent: area, fullest_resource: resource } = run.metrics;
    if (typeof area !== 'number') return [];
    const where = devices.size > 1 ? `${resource}, ${run.resources.device}` : resource;
    const isFeasible = run.resources.fits;
    const point = { x: area, y: run.latencyUs, label: `${label} (${where})`, isFeasible };
    return [{ ...point, place: places[row], row }];
  });
  if (points.length === 0) return null;
  return {
    file: 'latency-by-area',
    spec: {
      ...text,
      kind: 'trade-off',
      subtitle: [`${text.subtitle}. ${AREA}`, ...notesOf(result, points)].join(' '),
      x: { title: 'area, of the device', unit: '%' },
      y: { title: 'latency', unit: 'us' },
      points: points.map(({ row, ...point }) => point),
      feasibleName: 'fits its device',
      infeasibleName: 'does not fit its device',
      limit: { x: 100, label: 'the device is full' },
      products: {
        one: points[0].x * points[0].y,
        name: `latency x area, relative to ${rows[points[0].row].label}`,
      },
    },
  };
}

const AREA =
  'Area: the share of the device that a design takes of the resource of which it takes the largest share, named in brackets.';

function notesOf(result: CompareResult, points: readonly { readonly row: number }[]): string[] {
  const { rows } = result;
  const note = clockNote(result);
  const shown = new Set(points.map(({ row }) => row));
  const without = rows.filter((_row, at) => !shown.has(at)).map(({ label }) => label);
  return [
    ...(note === null ? [] : [note]),
    ...(without.length === 0 ? [] : [`Without an area on their devices: ${without.join(', ')}.`]),
  ];
}
