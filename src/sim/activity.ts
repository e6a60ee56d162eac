import { type Cycle, checkInteger } from './cycle.ts';

/**
 * Cycles that one component spends in each of its states, kept by interval: one addition per change, none
 * while nothing changes, so a component that sleeps costs nothing. A state entered in cycle a and left in
 * cycle b counts for the b - a cycles a .. b - 1; the states therefore sum to the cycles from `start` to
 * `finish`, no cycle twice and none forgotten.
 */
export class Activity<State extends string> {
  readonly name: string;
  private readonly states: readonly State[];
  private readonly cycles: Float64Array;
  private current = 0;
  private since: Cycle;
  private finished = false;

  /**
   * The component is in the first of `states` from cycle `start` on. Throws a RangeError unless there are
   * states, each named once.
   */
  constructor(name: string, states: readonly State[], start: Cycle = 0) {
    checkInteger(`${name}: start`, start, 0);
    if (states.length === 0 || new Set(states).size < states.length) {
      throw new RangeError(`${name}: states are [${states.join(', ')}], expected one or more different ones`);
    }
    this.name = name;
    this.states = states;
    this.cycles = new Float64Array(states.length);
    this.since = start;
  }

  /**
   * The component is in `state` from `cycle` on; the last call for a cycle rules. Throws a RangeError for an
   * unknown state or a cycle before the last change, an Error after `finish`.
   */
  enter(state: State, cycle: Cycle): void {
    const next = this.states.indexOf(state);
    if (next < 0)
      throw new RangeError(`${this.name}: state is ${state}, expected one of ${this.states.join(', ')}`);
    this.closeInterval(cycle);
    this.current = next;
  }

  /**
   * Ends the account before `cycle` (the first cycle not counted) and returns the cycles per state. Throws as
   * `enter` does.
   */
  finish(cycle: Cycle): Record<State, number> {
    this.closeInterval(cycle);
    this.finished = true;
    const entries = this.states.map((state, index) => [state, this.cycles[index]]);
    return Object.fromEntries(entries) as Record<State, number>;
  }

  private closeInterval(cycle: Cycle): void {
    const { name, since } = this;
    if (this.finished) throw new Error(`${name}: the account was finished in cycle ${since}`);
    if (!Number.isInteger(cycle) || cycle < since) {
      throw new RangeError(`${name}: cycle is ${cycle}, expected an integer >= ${since}, the last change`);
    }
    this.cycles[this.current] += cycle - since;
    this.since = cycle;
  }
}
