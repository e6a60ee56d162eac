import fc from 'fast-check';
import { expect, it } from 'vitest';
import { platformOf } from '../study/designs.ts';
import { anyCase, cyclesOf, runCase } from './cases.ts';
const runs = { seed: 5, numRuns: 4000 };
const configOf = ({ fields }: any) => platformOf(fields).config;
it('shared second port', () => { fc.assert(fc.property(anyCase({ kinds: ['csr-shared'], weights:['resident'] }), (one) => {
  const [a,b]=[1,2].map(ports=>cyclesOf(runCase(one,{ports}))); expect(b).toBeLessThanOrEqual(a); }), runs); }, 300000);
it('balanced twice', () => { fc.assert(fc.property(anyCase({ kinds: ['bbs','csr','dense'], weights:['resident'], rowOrders:['balanced'] }), (one) => {
  const { pes } = configOf(one); expect(cyclesOf(runCase(one, { pes: 2 * pes }))).toBeLessThanOrEqual(cyclesOf(runCase(one))); }), runs); }, 300000);
it('natural streamed twice', () => { fc.assert(fc.property(anyCase({ kinds: ['bbs','csr','dense'], weights:['streamed'], rowOrders:['natural'] }), (one) => {
  const { pes } = configOf(one); expect(cyclesOf(runCase(one, { pes: 2 * pes }))).toBeLessThanOrEqual(cyclesOf(runCase(one))); }), runs); }, 300000);
it('shared twice pes', () => { fc.assert(fc.property(anyCase({ kinds: ['csr-shared'], weights:['resident'], rowOrders:['natural'] }), (one) => {
  const { pes } = configOf(one); expect(cyclesOf(runCase(one, { pes: 2 * pes }))).toBeLessThanOrEqual(cyclesOf(runCase(one))); }), runs); }, 300000);
it('shared streamed vs resident', () => { fc.assert(fc.property(anyCase({ kinds: ['csr-shared'], weights:['streamed'] }), (one) => {
  const r = runCase(one, { weights: 'resident', weightMemory: { beatsPerPe: null } }); expect(cyclesOf(r)).toBeLessThanOrEqual(cyclesOf(runCase(one))); }), runs); }, 300000);
