import { cyclesByCategory, type TrackMark } from './levels.ts';
import { type TimelineModel, timeText } from './model.ts';

/** What a mark of a track is, in lines: its heading first. */
export function markWords(model: TimelineModel, track: number, mark: TrackMark): readonly string[] {
  const { data, segments, categoryOf } = model;
  const { name, group } = data.tracks[track];
  const where = group === '' || isOfGroup(name, group) ? name : `${name}, ${group}`;
  const slices = new Set(segments[track].slice.subarray(mark.first, mark.end));
  const [only] = slices;
  if (slices.size === 1) {
    const [from, cycles] = [data.slices.from[only], data.slices.cycles[only]];
    return [
      data.names[data.slices.name[only]],
      data.categories[mark.category],
      span(from, from + cycles - 1),
      `${counted(cycles, 'cycle')}, ${timeText(data, cycles)}`,
      where,
    ];
  }
  const own = cyclesByCategory(segments[track], categoryOf, mark.first, mark.end);
  const all = own.reduce((sum, cycles) => sum + cycles, 0);
  return [
    `${slices.size} slices, too narrow to be drawn alone`,
    `Most: ${data.categories[mark.category]}, ${own[mark.category]} of ${counted(all, 'cycle')}`,
    span(mark.from + 1, mark.to),
    `${counted(mark.to - mark.from, 'cycle')}, ${timeText(data, mark.to - mark.from)}`,
    where,
  ];
}

/** Whether a name says its group: that of PE 3 is PEs. */
const isOfGroup = (name: string, group: string): boolean =>
  name === group || name.startsWith(`${group.replace(/s$/, '')} `);

function span(from: number, to: number): string {
  return from === to ? `Cycle ${from}` : `Cycles ${from} to ${to}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
