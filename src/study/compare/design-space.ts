import { hasField } from '../../config/schema-fields.ts';
import { AcceleratorSchema, kindOf } from '../../hw/array/kinds/index.ts';
import { FEWEST_BANKS } from '../../hw/config/array.ts';
import type { AcceleratorConfig } from '../../hw/config/config.ts';

/**
 * Fields that buy speed with area, and the values that a search tries beside the configured one. A kind is
 * tried with those that it has.
 */
const speedFields: Readonly<Record<string, readonly Value[]>> = {
  rowOrder: ['balanced'],
  packRows: [false, true],
  window: [1, 2, 4, 8, 16],
  ports: [1, 2],
  rowsApart: [1, 2, 4, 8],
};

type Value = number | string | boolean;

const valuesOf = (config: object): Readonly<Record<string, unknown>> => ({ ...config });

/**
 * The designs of a kind but for their number of PEs, in a fixed order: banks the configured number and the
 * powers of two below it, and every field of `speedFields` that the kind has. A format that holds balanced
 * rows alone keeps its banks, for its pattern is theirs. Streamed rows are balanced, for PEs with more than
 * others are more to fetch, and the banks are a quarter of the configured number or more.
 */
export function variantsOf(config: AcceleratorConfig): AcceleratorConfig[] {
  const { schema, needsBalance } = kindOf(config.kind);
  let variants: AcceleratorConfig[] = banksOf(config, needsBalance).map((banks) => ({
    ...config,
    banks,
  }));
  for (const [name, values] of Object.entries(speedFields)) {
    if (!hasField(schema, [name])) continue;
    const own = valuesOf(config)[name] as Value;
    const isFixed = name === 'rowOrder' && config.weights === 'streamed';
    const tried = values.includes(own) || isFixed ? values : [...values, own];
    variants = variants.flatMap((variant) => tried.map((value) => ({ ...variant, [name]: value })));
  }
  return variants.filter((variant) => AcceleratorSchema.safeParse(variant).success);
}

function banksOf({ banks: most, weights }: AcceleratorConfig, isFixed: boolean): number[] {
  if (isFixed) return [most];
  const fewest = weights === 'streamed' ? Math.max(FEWEST_BANKS, most / STREAMED_SPAN) : FEWEST_BANKS;
  const list: number[] = [];
  for (let banks = FEWEST_BANKS; banks < most; banks *= 2) if (banks >= fewest) list.push(banks);
  return [...list, most];
}

/** Streamed models are large, and every number of banks is another image of them: no less than this part. */
const STREAMED_SPAN = 4;

/**
 * What a design differs by from the one that it was searched from, in words: `48 x 16, window 2`: its size,
 * and the fields of the search that have another value; empty where it is that one.
 */
export function differenceWords(design: AcceleratorConfig, from: AcceleratorConfig): string {
  const changed = Object.keys(speedFields).filter((name) => valuesOf(design)[name] !== valuesOf(from)[name]);
  const words = changed.map((name) => `${wordsFor[name] ?? name} ${valuesOf(design)[name]}`);
  const isSameSize = design.pes === from.pes && design.banks === from.banks;
  return isSameSize && words.length === 0 ? '' : [`${design.pes} x ${design.banks}`, ...words].join(', ');
}

const wordsFor: Readonly<Record<string, string>> = {
  rowOrder: 'rows',
  packRows: 'packed rows',
  rowsApart: 'rows apart',
};
