/** Value changes of one signal: times and values, extended to its width. */
export interface VcdSignal {
  readonly width: number;
  readonly changes: [time: number, value: string][];
}

/**
 * Reads a VCD, whoever wrote it: signals by their path with dots. Two names of one signal share its changes.
 */
export function readVcd(text: string): Map<string, VcdSignal> {
  const byPath = new Map<string, VcdSignal>();
  const byCode = new Map<string, VcdSignal>();
  const scopes: string[] = [];
  const end = text.indexOf('$enddefinitions');
  for (const [, keyword, body] of text.slice(0, end).matchAll(/\$(\w+)\s+([\s\S]*?)\$end/g)) {
    const words = body.trim().split(/\s+/);
    if (keyword === 'scope') scopes.push(words[1]);
    else if (keyword === 'upscope') scopes.pop();
    else if (keyword === 'var') {
      const signal = byCode.get(words[2]) ?? { width: Number(words[1]), changes: [] };
      byCode.set(words[2], signal);
      byPath.set([...scopes, words[3]].join('.'), signal);
    }
  }
  let time = 0;
  for (const line of text.slice(text.indexOf('\n', end)).split('\n')) {
    if (line.startsWith('#')) time = Number(line.slice(1));
    else if (/^[01xz]/.test(line)) note(byCode.get(line.slice(1)), time, line[0]);
    else if (line.startsWith('b')) {
      const [value, code] = line.slice(1).split(' ');
      note(byCode.get(code), time, value);
    }
  }
  return byPath;
}

function note(signal: VcdSignal | undefined, time: number, value: string): void {
  if (!signal) return;
  const fill = value[0] === '1' ? '0' : value[0];
  const full = value.padStart(signal.width, fill);
  const last = signal.changes[signal.changes.length - 1];
  if (last?.[1] === full) return;
  if (last?.[0] === time) last[1] = full;
  else signal.changes.push([time, full]);
}

/** The changes from `from` up to before `to`, times counted from `from`; the first is the value at `from`. */
export function windowOf({ changes }: VcdSignal, from: number, to: number): [time: number, value: string][] {
  const before = changes.filter(([time]) => time <= from).at(-1);
  const inside = changes.filter(([time]) => time > from && time < to);
  return [
    ...(before ? [[0, before[1]] as [number, string]] : []),
    ...inside.map(([time, value]): [number, string] => [time - from, value]),
  ];
}
