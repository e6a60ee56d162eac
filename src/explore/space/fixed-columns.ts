/** Columns of a result before its axes. */
export const leadingColumns = ['index', 'accelerator', 'workload', 'seed'];
/** Columns of a result after its metrics. */
export const trailingColumns = ['status', 'reason', 'key'];
