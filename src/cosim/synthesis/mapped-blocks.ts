import { BadInput } from '../../errors/bad-input.ts';
import { type BlockSample, blockFamilies } from './block-samples.ts';
import type { MappedCells } from './mapped-cells.ts';

/** A module of the RTL and what it was mapped to alone, by which tool. */
export interface MappedBlock extends BlockSample, Omit<MappedCells, 'ram'> {
  readonly family: (typeof blockFamilies)[number];
  readonly tool: string;
}

const head = 'family,module,parameters,logic,carry,flipFlops,dsp,tool';

/** The parameters of a sample as one word of a table: `BANKS=4 LANES=4`. */
export function parameterText({ parameters }: BlockSample): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** The table as CSV, a row per module and size. */
export function mappedBlocksText(blocks: readonly MappedBlock[]): string {
  const rows = blocks.map((block) => {
    const { family, module, logic, carry, flipFlops, dsp, tool } = block;
    return [family, module, parameterText(block), logic, carry, flipFlops, dsp, tool].join(',');
  });
  return `${[head, ...rows].join('\n')}\n`;
}

/** Reads the table again. Throws BadInput with the line that is wrong. */
export function readMappedBlocks(text: string, source: string): MappedBlock[] {
  const [first, ...lines] = text.trim().split('\n');
  if (first !== head) throw new BadInput(`${source}, line 1: expected ${head}`);
  return lines.map((line, i) => {
    const place = `${source}, line ${i + 2}`;
    const fields = line.split(',');
    const family = blockFamilies.find((name) => name === fields[0]);
    if (fields.length !== 8 || !family) throw new BadInput(`${place}: expected ${head}, found ${line}`);
    const [logic, carry, flipFlops, dsp] = fields.slice(3, 7).map(Number);
    const parameters = parametersOf(fields[2]);
    const counts = [logic, carry, flipFlops, dsp, ...Object.values(parameters)];
    if (!counts.every((count) => Number.isInteger(count) && count >= 0))
      throw new BadInput(`${place}: expected whole numbers, found ${line}`);
    return { family, module: fields[1], parameters, logic, carry, flipFlops, dsp, tool: fields[7] };
  });
}

function parametersOf(text: string): BlockSample['parameters'] {
  const pairs = text === '' ? [] : text.split(' ').map((pair) => pair.split('='));
  return Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)]));
}
