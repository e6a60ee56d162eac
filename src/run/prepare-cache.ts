import type { LstmModel } from '../lstm/model.ts';
import { canonicalJson } from '../num/digest.ts';
import { matrixRoles, type Preparation, type PreparedModel, prepareModel } from './prepared-model.ts';

/** Prunes and quantises a model once for all designs that want it the same way, matrix by matrix. */
export class PrepareCache {
  private readonly model: LstmModel;
  private readonly prepared = new Map<string, PreparedModel>();

  constructor(model: LstmModel) {
    this.model = model;
  }

  /** Takes a model that was prepared in this way elsewhere. */
  put(preparation: Preparation, prepared: PreparedModel): void {
    this.prepared.set(this.keyOf(preparation), prepared);
  }

  /** Whether the model was prepared in this way already. */
  has(preparation: Preparation): boolean {
    return this.prepared.has(this.keyOf(preparation));
  }

  /** The model prepared in this way; it is made on first use. */
  get(preparation: Preparation): PreparedModel {
    const key = this.keyOf(preparation);
    const known = this.prepared.get(key);
    if (known) return known;
    const prepared = prepareModel(this.model, preparation);
    this.prepared.set(key, prepared);
    return prepared;
  }

  private keyOf({ target, ...rest }: Preparation): string {
    const targets = this.model.layers.map((layer, index) =>
      matrixRoles(layer.shape, rest.gateMatrix).map((role) => target(index, role)),
    );
    return canonicalJson([rest, targets]);
  }
}
