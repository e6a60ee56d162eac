import { describe, expect, it } from 'vitest';
import { signalGroups } from '../../../src/hw/trace/signal-groups.ts';
import { gtkwText, suclText } from '../../../src/hw/trace/viewer-files.ts';
import { runWaveform, type Waveform } from '../../../src/hw/trace/waveform.ts';
import { WorkloadSchema, workloadShape } from '../../../src/lstm/workload.ts';
import { runModel } from '../../../src/run/run-model.ts';
import { loadedNet, runOf } from '../../run/requests.ts';
import { platformOf } from '../../study/compare/designs.ts';
import { readVcd } from '../../vcd-reader.ts';

function waveformOf(fields: Readonly<Record<string, unknown>>): Waveform {
  const layers = [{ inputs: 6, hidden: 8, bidirectional: true }];
  const { layers: passes } = workloadShape(WorkloadSchema.parse({ layers }));
  const { finished } = runModel(runOf(platformOf(fields), loadedNet(passes, { steps: 1 })));
  const { design, timelines, steps } = finished;
  return runWaveform(design.array, design.layers, timelines, steps);
}

const designs = [
  { kind: 'csr', pes: 3, banks: 4, directions: 'sequential' },
  { kind: 'csr', pes: 2, banks: 4, directions: 'parallel' },
  { kind: 'csr-shared', pes: 2, banks: 4, directions: 'parallel' },
  { kind: 'bbs', pes: 40, banks: 32, directions: 'sequential' },
];

/** The names of the signals of a dump, those of several bits with their range. */
function namesIn(waveform: Waveform): string[] {
  const vcd = readVcd([...waveform.text({ from: 0, to: 0 })].join(''));
  return [...vcd].map(([path, { width }]) => (width === 1 ? path : `${path}[${width - 1}:0]`));
}

/** Groups of a save file by name, and whether each is open: GTKWave's reader. */
function readGtkw(text: string) {
  const groups = new Map<string, { readonly isOpen: boolean; readonly signals: string[] }>();
  let name: string | null = null;
  let flags = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('[') || line === '') continue;
    if (line.startsWith('@')) flags = Number.parseInt(line.slice(1), 16);
    else if (line.startsWith('-')) {
      const begins = (flags & 0x800000) !== 0;
      if (begins === (name !== null)) throw new Error(`group ${line} inside ${name}`);
      if (!begins && line.slice(1) !== name) throw new Error(`${line} ends ${name}`);
      name = begins ? line.slice(1) : null;
      if (begins) groups.set(line.slice(1), { isOpen: (flags & 0x400000) === 0, signals: [] });
    } else groups.get(String(name))?.signals.push(line);
  }
  return groups;
}

describe('the save file for GTKWave', () => {
  it.each(designs)('has every signal of the dump once, in a group: %j', (design) => {
    const waveform = waveformOf(design);
    const groups = readGtkw([...gtkwText('a.vcd', signalGroups(waveform.signals))].join(''));
    const shown = [...groups.values()].flatMap(({ signals }) => signals);
    expect(shown.toSorted()).toEqual(namesIn(waveform).toSorted());
  });

  it('has the controller and the units open, each PE and its banks closed', () => {
    const groups = readGtkw([...gtkwText('a.vcd', signalGroups(waveformOf(designs[0]).signals))].join(''));
    expect([...groups].map(([name, { isOpen }]) => `${name}${isOpen ? '' : ' (closed)'}`)).toEqual([
      'clock',
      'controller',
      'units',
      'PE 0 (closed)',
      'PE 1 (closed)',
      'PE 2 (closed)',
      'banks of PE 0 (closed)',
      'banks of PE 1 (closed)',
      'banks of PE 2 (closed)',
    ]);
    expect(groups.get('banks of PE 1')?.signals).toContain('bbsim.array.pe[1].bank[3].read');
    expect(groups.get('units')?.signals).toContain('bbsim.ewop.group[15:0]');
  });

  it('has one group of banks where all PEs share them, and groups of its own for a second array', () => {
    const groups = readGtkw([...gtkwText('a.vcd', signalGroups(waveformOf(designs[2]).signals))].join(''));
    expect([...groups.keys()].filter((name) => name.includes('banks'))).toEqual(['banks', 'reverse: banks']);
    expect(groups.get('reverse: controller')?.signals).toContain('bbsim.reverse.controller.pc[7:0]');
  });
});

describe('the command file for Surfer', () => {
  it.each(designs)('names signals and scopes of the dump alone: %j', (design) => {
    const waveform = waveformOf(design);
    const signals = waveform.signals.map(({ scope, name }) => [...scope, name].join('.'));
    const lines = [...suclText(signalGroups(waveform.signals))].join('').trim().split('\n');
    expect(lines[0]).toMatch(/^# bbsim/);
    for (const line of lines.slice(1)) {
      const [command, name, ...rest] = line.split(' ');
      expect(rest).toEqual([]);
      if (command === 'variable_add') expect(signals).toContain(name);
      else if (command.startsWith('scope_add'))
        expect(signals.some((path) => path.startsWith(`${name}.`))).toBe(true);
      else expect(['divider_add', 'group_fold_all', 'zoom_fit']).toContain(command);
    }
  });

  it('adds arrays whole, and of very large ones the PEs without their banks', () => {
    const added = (design: Readonly<Record<string, unknown>>) =>
      [...suclText(signalGroups(waveformOf(design).signals))]
        .filter((line) => line.startsWith('scope_add'))
        .map((line) => line.trim());
    expect(added(designs[1])).toEqual([
      'scope_add_as_group_recursive bbsim.array',
      'scope_add_as_group_recursive bbsim.reverse.array',
    ]);
    expect(added(designs[3])).toHaveLength(40);
    expect(added(designs[3])[7]).toBe('scope_add_as_group bbsim.array.pe[7]');
  });
});
