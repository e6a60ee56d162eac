/**
 * How many cases a test draws: `few` in `npm test`, `many` in the slow suite, which runs the files again that
 * vitest.config.ts names; as many as asked for in `npm run fuzz -- --cases N`.
 */
export function casesOf(few: number, many: number): number {
  const asked = process.env.BBSIM_CASES;
  if (asked !== undefined) return Number(asked);
  return process.env.BBSIM_SUITE === 'slow' ? many : few;
}
