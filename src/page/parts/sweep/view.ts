import type { ShownPoints } from './state.ts';

/** One of the linked views of a sweep. */
export interface SweepView {
  readonly section: HTMLElement;
  /** Shows the selection; what is the same as before is not drawn again. */
  draw(shown: ShownPoints): void;
  /** Takes the width that there is now. */
  resize(): void;
}
