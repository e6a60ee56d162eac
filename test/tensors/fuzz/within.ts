import { createContext, Script } from 'node:vm';

const context = createContext({ work: () => {} });
const script = new Script('work()');

/**
 * Does some work, and stops it when it hangs: a loop without an end would keep a test from failing. Throws
 * what the work throws, and an error with code ERR_SCRIPT_EXECUTION_TIMEOUT when it takes longer.
 */
export function within(seconds: number, work: () => void): void {
  context.work = work;
  script.runInContext(context, { timeout: 1000 * seconds });
}
