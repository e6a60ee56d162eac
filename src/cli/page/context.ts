import { listPresets } from '../../config/presets.ts';
import { version } from '../../config/version.ts';
import { clip } from '../../config/wording.ts';
import { type MarkedFigure, markedFigures } from '../../energy/marked-figures.ts';
import { publishedLatencies } from '../../published/latencies.ts';
import type { Context } from '../../report/page/chapters/standing-on.ts';
import { loadDevice, loadResourceCosts, loadStageDelays, loadTechnology } from '../../run/load-config.ts';

/** What a result names of what it stands on. */
interface Named {
  readonly version: string;
  readonly devices: readonly string[];
  readonly technologies: readonly string[];
}

/**
 * What results stand on: the figures of the devices and technologies that they name, with their marks, as far
 * as these are shipped; and the printed latencies.
 */
export function contextOf({ version: of, devices, technologies }: Named): Context {
  const files = [
    ...devices.map((name) => ({ kind: 'device', name }) as const),
    ...technologies.map((name) => ({ kind: 'technology', name }) as const),
  ];
  const known = files.filter(({ kind, name }) => listPresets(kind).includes(name));
  const others = files.filter((file) => !known.includes(file));
  return {
    figures: [
      ...known.flatMap(({ kind, name }): MarkedFigure[] =>
        markedFigures(
          `${kind} ${name}`,
          kind === 'device' ? loadDevice(name).config : loadTechnology(name).config,
        ),
      ),
      ...markedFigures('resource costs', loadResourceCosts().config),
      ...markedFigures('stage delays', loadStageDelays().config),
    ],
    remarks: [
      ...others.map(
        ({ kind, name }) => `The ${kind} ${clip(name)} is a file of its own, and its marks are in it.`,
      ),
      ...(of === version
        ? []
        : [
            `Marks are those of bbsim ${version}; the result is of bbsim ${clip(of)}, whose figures may differ.`,
          ]),
    ],
    latencies: publishedLatencies(),
  };
}
