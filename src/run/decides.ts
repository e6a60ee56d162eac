/**
 * What a run makes on its way to a result, in order: dense weights, pruned and quantised ones, their memory
 * image, the rows on their PEs, the times of SpMVs with resident and with streamed weights, and the result.
 * Each is made from what was made before it.
 */
export const stages = ['model', 'prepared', 'encoded', 'dealt', 'timed', 'streamed', 'result'] as const;

/** Something that a run makes, and that designs may have in common. */
export type Stage = (typeof stages)[number];

/**
 * The first stage that reads a field, nested as the fields are; `never`: it decides nothing that a run makes.
 * A field that is not listed is taken to be read from the first stage on: a new field keeps designs apart
 * until somebody finds out how far they may share.
 */
export interface FirstReads {
  readonly [field: string]: Stage | 'never' | FirstReads;
}

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

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a configuration that decide a stage: all but those that are named as read
 * later, or never. In their order.
 */
export function decidedBy(config: object, stage: Stage, firstReads: FirstReads): Fields {
  return fieldsUpTo(ranks[stage], config as Fields, firstReads);
}

/** Every point of a sweep comes here several times, so what has no name in the list is not copied. */
function fieldsUpTo(rank: number, fields: Fields, firstReads: FirstReads): Fields {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const first = firstReads[name];
    const value = fields[name];
    if (first === undefined) kept[name] = value;
    else if (typeof first === 'object') kept[name] = fieldsUpTo(rank, value as Fields, first);
    else if (ranks[first] <= rank) kept[name] = value;
  }
  return kept;
}
