import { BadInput } from '../../errors/bad-input.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import type { JsonModule } from './netlist.ts';

/** What is used of the package @yowasp/yosys, Yosys compiled to WebAssembly. */
interface YosysPackage {
  runYosys(
    words: readonly string[],
    files: Readonly<Record<string, unknown>>,
    options: {
      readonly decodeASCII: boolean;
      stdout(bytes: Uint8Array | null): void;
      stderr(bytes: Uint8Array | null): void;
    },
  ): Promise<Readonly<Record<string, unknown>>>;
}

/**
 * Runs a script of the npm package's Yosys on files, and returns the files that it leaves and what it
 * printed. Throws BadInput when the package is missing.
 */
export async function runYosysScript(
  script: string,
  files: ReadonlyMap<string, string>,
): Promise<{ readonly files: Readonly<Record<string, unknown>>; readonly output: string }> {
  const decoder = new TextDecoder();
  let output = '';
  let errors = '';
  const { runYosys } = await loadYosys();
  try {
    const left = await runYosys(
      ['-q', '-s', 'script.ys'],
      folderOf(new Map([...files, ['script.ys', script]])),
      {
        decodeASCII: true,
        stdout: (bytes) => {
          if (bytes) output += decoder.decode(bytes);
        },
        stderr: (bytes) => {
          if (bytes) errors += decoder.decode(bytes);
        },
      },
    );
    return { files: left, output };
  } catch (error) {
    const reason = errors.split('\n').find((line) => line.startsWith('ERROR')) ?? String(error);
    throw new Mismatch(`Yosys ended with an error: ${reason}`);
  }
}

async function loadYosys(): Promise<YosysPackage> {
  try {
    return (await import('@yowasp/yosys')) as unknown as YosysPackage;
  } catch {
    throw new BadInput('the npm package @yowasp/yosys is not installed (npm install @yowasp/yosys)');
  }
}

/** Paths as the nested folders that the package takes. */
function folderOf(files: ReadonlyMap<string, string>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, text] of files) {
    const parts = path.split('/');
    let folder = root;
    for (const part of parts.slice(0, -1)) {
      folder[part] ??= {};
      folder = folder[part] as Record<string, unknown>;
    }
    folder[parts[parts.length - 1]] = text;
  }
  return root;
}

/** The bench of a harness as one flat netlist of word-level cells. */
export async function elaborate(harness: string, files: ReadonlyMap<string, string>): Promise<JsonModule> {
  const sources = [...files.keys()].filter((path) => path.startsWith('rtl/')).join(' ');
  const script = [
    `read_verilog -sv -DSYNTHESIS -I. ${sources} ${harness}.sv`,
    `hierarchy -check -top ${harness}`,
    'proc',
    'flatten',
    'memory_collect',
    'write_json netlist.json',
  ].join('\n');
  const { files: left } = await runYosysScript(`${script}\n`, files);
  const text = String(left['netlist.json']);
  return (JSON.parse(text) as { readonly modules: Readonly<Record<string, JsonModule>> }).modules[harness];
}
