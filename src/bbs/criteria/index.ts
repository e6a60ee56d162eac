import { magnitude } from './magnitude.ts';
import { obs } from './obs.ts';

/** Every criterion, the default first: the only place where a criterion is registered. */
export const criteria = [magnitude, obs] as const;

/** The criteria's names. */
export type CriterionKind = (typeof criteria)[number]['kind'];
