import type { DeclaredSignal } from '../../sim/vcd.ts';

/** Signals that a viewer shows under a name; a closed group shows its name alone until it is opened. */
export interface SignalGroup {
  readonly name: string;
  /** The array of a closed group: the scope, with dots, that holds its PEs and banks and nothing else. */
  readonly scope: string;
  readonly isOpen: boolean;
  readonly signals: readonly DeclaredSignal[];
}

const CONTROLLER = 'controller';
const UNITS = ['load', 'spmv', 'ewop'];

/**
 * The signals of a waveform as somebody reads them: the clock, and for each array the controller, the units,
 * then every PE and the banks, of each PE or of all. `signals` are in the order in which they were declared.
 */
export function signalGroups(signals: readonly DeclaredSignal[]): SignalGroup[] {
  const groups = new Map<string, SignalGroup & { readonly signals: DeclaredSignal[] }>();
  for (const signal of signals) {
    const { name, scope, isOpen } = groupOf(signal.scope);
    const group = groups.get(name) ?? { name, scope: scope.join('.'), isOpen, signals: [] };
    groups.set(name, group);
    group.signals.push(signal);
  }
  return [...groups.values()].sort((a, b) => rankOf(a.name) - rankOf(b.name));
}

/** The group of a scope: `bbsim.reverse.array.pe[2].bank[0]` is of the banks of the reverse passes' PE 2. */
function groupOf([root, ...rest]: readonly string[]): {
  name: string;
  scope: readonly string[];
  isOpen: boolean;
} {
  const isReverse = rest[0] === 'reverse';
  const [head, ...inner] = isReverse ? rest.slice(1) : rest;
  const above = isReverse ? [root, 'reverse'] : [root];
  const of = isReverse ? 'reverse: ' : '';
  if (head === undefined) return { name: 'clock', scope: above, isOpen: true };
  if (head === CONTROLLER) return { name: `${of}controller`, scope: [...above, head], isOpen: true };
  if (UNITS.includes(head)) return { name: `${of}units`, scope: above, isOpen: true };
  const pe = inner.find((part) => part.startsWith('pe['));
  const ofPe = pe === undefined ? '' : ` of PE ${pe.slice('pe['.length, -1)}`;
  const scope = [...above, head];
  if (inner.some((part) => part.startsWith('bank[')))
    return { name: `${of}banks${ofPe}`, scope, isOpen: false };
  return { name: `${of}PE${ofPe.slice(' of PE'.length)}`, scope, isOpen: false };
}

/** Clock, controllers and units come first, banks last. */
function rankOf(name: string): number {
  const order = ['clock', 'controller', 'units', 'PE', 'banks'];
  const bare = name.replace(/^reverse: /, '').split(' ')[0];
  return order.indexOf(bare);
}
