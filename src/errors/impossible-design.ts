import { BadInput } from './bad-input.ts';

/**
 * A design whose fields are right one by one and that cannot be built with all of them: a pattern that cannot
 * reach the sparsity, a format that cannot hold what the pattern keeps. To a command it is bad input; to a
 * sweep it is a point that is infeasible.
 */
export class ImpossibleDesign extends BadInput {}
