/**
 * What a run makes on its way to a result, in order: dense weights, pruned and quantised ones, their memory image, the rows on their PEs, the times of
 * SpMVs with resident and with streamed weights, and the result. Each is made from what was made before it.
 */
export const stages = ['model', 'prepared', 'encoded', 'dealt', 'timed', 'streamed', 'result'] as const;

/** Something that a run makes, and that designs may have in common. */
export type Stage = (typeof stages)[number];

/**
 * The first stage that reads a field, by its dotted path; `never`: it decides nothing that a run makes. A field that is not listed is taken
 * to be read from the first stage on: a new field keeps designs apart until somebody finds out how far they may share.
 */
export type FirstReads = Readonly<Record<string, Stage | 'never'>>;

/** The fields of a configuration that decide a stage: all but those that are named as read later, or never. */
export function decidedBy(
  config: object,
  stage: Stage,
  firstReads: FirstReads,
): Readonly<Record<string, unknown>> {
  return fieldsUpTo(stages.indexOf(stage), config, '', firstReads);
}

function fieldsUpTo(
  stage: number,
  fields: object,
  prefix: string,
  firstReads: FirstReads,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const path = prefix + name;
    if (Object.hasOwn(firstReads, path) && isLater(firstReads[path], stage)) continue;
    kept[name] = isMapping(value) ? fieldsUpTo(stage, value, `${path}.`, firstReads) : value;
  }
  return kept;
}

function isLater(first: FirstReads[string], stage: number): boolean {
  return first === 'never' || stages.indexOf(first) > stage;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
