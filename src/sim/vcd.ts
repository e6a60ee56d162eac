/** A signal that was declared, by its number. */
export type SignalId = number;

/** A signal as it was declared. */
export interface DeclaredSignal {
  readonly scope: readonly string[];
  readonly name: string;
  readonly width: number;
}

interface Signal extends DeclaredSignal {
  readonly code: string;
  value: bigint;
}

interface Scope {
  readonly scopes: Map<string, Scope>;
  readonly variables: string[];
}

/**
 * A waveform as a value change dump (IEEE 1364, section 18): two-valued signals of any width in a hierarchy
 * of scopes, in picoseconds. Signals are declared, the header is written, values are set, and `advance`
 * writes what has changed. Nothing in it depends on anything but the values.
 */
export class VcdWriter {
  private readonly root: Scope = { scopes: new Map(), variables: [] };
  private readonly signals: Signal[] = [];
  private readonly changed = new Set<SignalId>();
  private isDumped = false;

  /** Declares a signal of `width` bits in a scope; its value is 0. */
  declare(scope: readonly string[], name: string, width: number): SignalId {
    const code = identifier(this.signals.length);
    let place = this.root;
    for (const part of scope) {
      const inner = place.scopes.get(part) ?? { scopes: new Map(), variables: [] };
      place.scopes.set(part, inner);
      place = inner;
    }
    const range = width === 1 ? '' : ` [${width - 1}:0]`;
    place.variables.push(`$var wire ${width} ${code} ${name}${range} $end`);
    return this.signals.push({ scope, name, code, width, value: 0n }) - 1;
  }

  /** The signals, in the order in which they were declared. */
  get declared(): readonly DeclaredSignal[] {
    return this.signals;
  }

  /** The header; all signals must have been declared. */
  header(): string {
    const lines = ['$version bbsim $end', '$timescale 1ps $end'];
    const enter = ({ scopes, variables }: Scope) => {
      lines.push(...variables);
      for (const [name, inner] of scopes) {
        lines.push(`$scope module ${name} $end`);
        enter(inner);
        lines.push('$upscope $end');
      }
    };
    enter(this.root);
    return `${lines.join('\n')}\n$enddefinitions $end\n`;
  }

  /** The value of a signal from the next `advance` on. */
  set(id: SignalId, value: number | bigint): void {
    const signal = this.signals[id];
    const next = typeof value === 'bigint' ? value : BigInt(value);
    if (next === signal.value) return;
    signal.value = next;
    this.changed.add(id);
  }

  /**
   * The text of a point in time: all values the first time, then those that were set to
   * something else since the last time.
   */
  advance(timePs: number): string {
    if (!this.isDumped) {
      this.isDumped = true;
      this.changed.clear();
      return `#${timePs}\n$dumpvars\n${this.signals.map(changeText).join('')}$end\n`;
    }
    if (this.changed.size === 0) return '';
    let text = `#${timePs}\n`;
    for (const id of [...this.changed].sort((a, b) => a - b)) text += changeText(this.signals[id]);
    this.changed.clear();
    return text;
  }
}

function changeText({ code, width, value }: Signal): string {
  return width === 1 ? `${value}${code}\n` : `b${value.toString(2)} ${code}\n`;
}

const FIRST = 33;
const PRINTABLE = 94;

/** A short code of printable characters. */
function identifier(index: number): string {
  let code = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / PRINTABLE)) {
    code += String.fromCharCode(FIRST + ((rest - 1) % PRINTABLE));
  }
  return code;
}
