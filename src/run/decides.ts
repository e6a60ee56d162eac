/**
 * What a run makes on its way to a result, in order: dense weights, pruned and quantised ones, their memory
 * image, the rows on their PEs, the times of SpMVs with resident and with streamed weights, and the result.
 * Each is made from what was made before it.
 */
export const stages = ['model', 'prepared', 'encoded', 'dealt', 'timed', 'streamed', 'result'] as const;

/** Something that a run makes, and that designs may have in common. */
export type Stage = (typeof stages)[number];

/**
 * The first stage that reads a field, by its dotted path; `never`: it decides nothing that a run makes. A
 * field that is not listed is taken to be read from the first stage on: a new field keeps designs apart until
 * somebody finds out how far they may share.
 */
export type FirstReads = Readonly<Record<string, Stage | 'never'>>;

/** The place of every stage in their order; `never` comes after all. */
const ranks: Readonly<Record<Stage | 'never', number>> = {
  model: 0,
  prepared: 1,
  encoded: 2,
  dealt: 3,
  timed: 4,
  streamed: 5,
  result: 6,
  never: 7,
};

/**
 * The fields of a configuration that decide a stage: all but those that are named as read
 * later, or never. In their order.
 */
export function decidedBy(
  config: object,
  stage: Stage,
  firstReads: FirstReads,
): Readonly<Record<string, unknown>> {
  return fieldsUpTo(ranks[stage], config, '', firstReads);
}

/** Every point of a sweep comes here several times: no lists of entries are made. */
function fieldsUpTo(
  rank: number,
  fields: object,
  prefix: string,
  firstReads: FirstReads,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const path = prefix + name;
    const first = firstReads[path];
    if (first !== undefined && ranks[first] > rank) continue;
    const value = (fields as Readonly<Record<string, unknown>>)[name];
    kept[name] = isMapping(value) ? fieldsUpTo(rank, value, `${path}.`, firstReads) : value;
  }
  return kept;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
