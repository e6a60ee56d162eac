import type { HeatMapSpec } from '../charts/spec.ts';
import type { HeatData } from './page-data.ts';

/** A map of counts as the scripts of a page draw it: its things are numbered from 0, as in the picture. */
export function heatPart({
  title,
  subtitle,
  configHash,
  toolVersion,
  inputDate,
  ...map
}: HeatMapSpec): HeatData {
  const side = ({ title: name, count }: HeatMapSpec['rows']) => ({ title: name, count, first: 0, step: 1 });
  return {
    part: 'heat',
    title,
    subtitle,
    configHash,
    toolVersion,
    inputDate: inputDate ?? null,
    value: map.value,
    rows: side(map.rows),
    columns: side(map.columns),
    values: Array.from(map.values),
  };
}
