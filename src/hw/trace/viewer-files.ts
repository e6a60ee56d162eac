import type { DeclaredSignal } from '../../sim/vcd.ts';
import type { SignalGroup } from './signal-groups.ts';

/** Flags of GTKWave's save files. */
const GROUP_OPEN = '@800200';
const GROUP_CLOSED = '@c00200';
const END_OF_OPEN = '@1000200';
const END_OF_CLOSED = '@1401200';
const BINARY = '@28';
const DECIMAL = '@24';

/** The first line of a save file that bbsim wrote; GTKWave has its own there when it saves one. */
export const GTKW_MARK = '[*] bbsim: signals by controller, units, PEs and banks';

/** Lanes, ports and states are read bit by bit, addresses and numbers as numbers. */
const bitwise = new Set(['pending', 'granted', 'read']);

const formatOf = ({ name, width }: DeclaredSignal): string =>
  width === 1 || bitwise.has(name) ? BINARY : DECIMAL;

/** A save file of GTKWave for a dump of that file name: its signals in groups. */
export function* gtkwText(dump: string, groups: readonly SignalGroup[]): Iterable<string> {
  yield `${GTKW_MARK}\n[dumpfile] ${JSON.stringify(dump)}\n[timestart] 0\n`;
  for (const { name, isOpen, signals } of groups) {
    let text = `${isOpen ? GROUP_OPEN : GROUP_CLOSED}\n-${name}\n`;
    let format = '';
    for (const signal of signals) {
      if (formatOf(signal) !== format) text += `${formatOf(signal)}\n`;
      format = formatOf(signal);
      text += `${pathOf(signal)}${signal.width === 1 ? '' : `[${signal.width - 1}:0]`}\n`;
    }
    yield `${text}${isOpen ? END_OF_OPEN : END_OF_CLOSED}\n-${name}\n`;
  }
}

const pathOf = ({ scope, name }: DeclaredSignal): string => [...scope, name].join('.');

/** The first line of a command file that bbsim wrote. */
export const SUCL_MARK = '# bbsim: signals by controller, units, PEs and banks';

/** Signals that Surfer takes in at once without a wait, and PEs that are as many. */
const MOST_AT_ONCE = 1000;
const MOST_PES = 128;

/**
 * A command file of Surfer: what is open in GTKWave's is under dividers, and each array is a group that is
 * folded, of PEs and banks; of an array with very many signals the first PEs are, without their banks.
 * Surfer's own state files are another matter in every version.
 */
export function* suclText(groups: readonly SignalGroup[]): Iterable<string> {
  yield `${SUCL_MARK}\n`;
  for (const { name, signals } of groups.filter(({ isOpen }) => isOpen)) {
    yield `divider_add ${name.replace(': ', '_')}\n`;
    for (const signal of signals) yield `variable_add ${pathOf(signal)}\n`;
  }
  const closed = groups.filter(({ isOpen }) => !isOpen);
  const signals = closed.flatMap((group) => group.signals);
  if (signals.length <= MOST_AT_ONCE)
    for (const scope of new Set(closed.map((group) => group.scope)))
      yield `scope_add_as_group_recursive ${scope}\n`;
  else for (const scope of pesOf(signals).slice(0, MOST_PES)) yield `scope_add_as_group ${scope}\n`;
  yield 'group_fold_all\nzoom_fit\n';
}

/** The scopes of PEs, which hold signals that are not of banks. */
function pesOf(signals: readonly DeclaredSignal[]): string[] {
  const scopes = signals.map(({ scope }) => scope).filter((scope) => scope.at(-1)?.startsWith('pe['));
  return [...new Set(scopes.map((scope) => scope.join('.')))];
}
