import type { Shown } from '../../report/index.ts';
import type { RunResult } from '../../run/result.ts';

/** Devices and technologies that a result names, as often as it does. */
export interface NamedInResult {
  readonly devices: readonly string[];
  readonly technologies: readonly string[];
}

/** What a checked result names of what its figures stand on; of some commands it holds no technology. */
export function namedIn(command: string, value: unknown): NamedInResult {
  switch (command) {
    case 'run':
      return ofRuns([value as RunResult]);
    case 'compare':
      return ofRuns((value as Shown<'compare'>).rows.map(({ run }) => run));
    case 'diff': {
      const { a, b } = (value as Shown<'diff'>).sides;
      return { devices: [a.device, b.device], technologies: [a.technology, b.technology] };
    }
    case 'explain':
      return { devices: [(value as Shown<'explain'>).resources.device], technologies: [] };
    case 'study banks':
    case 'study baselines':
    case 'study patterns':
      return { devices: [(value as Shown<'banks'>).device], technologies: [] };
    default:
      return { devices: [], technologies: [] };
  }
}

function ofRuns(runs: readonly RunResult[]): NamedInResult {
  return {
    devices: runs.map(({ resources }) => resources.device),
    technologies: runs.map(({ energy }) => energy.technology),
  };
}
