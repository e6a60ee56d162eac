import type { LstmModel } from '../lstm/model.ts';
import { type Preparation, type PreparedModel, prepareModel } from './prepared-model.ts';

/**
 * Prunes and quantises a model once for all designs that want it the same way: `key` must tell apart whatever differs in the targets, the
 * rest of the preparation is compared here.
 */
export class PrepareCache {
  private readonly model: LstmModel;
  private readonly prepared = new Map<string, PreparedModel>();

  constructor(model: LstmModel) {
    this.model = model;
  }

  /** The model prepared that way; made on first use. */
  get(preparation: Preparation, targetKey: string): PreparedModel {
    const { pattern, gateMatrix, format } = preparation;
    const key = JSON.stringify([pattern, gateMatrix, format, targetKey]);
    const known = this.prepared.get(key);
    if (known) return known;
    const prepared = prepareModel(this.model, preparation);
    this.prepared.set(key, prepared);
    return prepared;
  }
}
