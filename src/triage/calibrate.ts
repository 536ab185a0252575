/** Margins to probabilities that mean what they say: one temperature, fitted on lines held back in training. */
import type { DepartmentKey, Outside } from '../model.ts';
import type { Facts } from './facts.ts';

/** What the tie-breaks that hold add to the log-odds of each department. */
export function boostsOf(facts: Facts, departments: readonly (DepartmentKey | Outside)[]): Float32Array {
  const boosts = new Float32Array(departments.length);
  const add = (department: string, boost: number) => {
    const at = departments.indexOf(department);
    if (at >= 0) boosts[at]! += boost;
  };
  for (const { department, boost } of facts.tieBreaks) add(department, boost);
  if (facts.place.outsideCity) add('luar', outsideCityBoost);
  if (facts.wrongdoing === 'alleged') add('inspektorat', allegedBoost);
  if (facts.wrongdoing === 'likely') add('inspektorat', likelyBoost);
  return boosts;
}

/** A matter of the regency is nobody's here, however much it sounds like a road or a lamp. */
const outsideCityBoost = 2.5;
/** Wrongdoing comes before stage and object (domain rule 1). */
const allegedBoost = 2.5;
const likelyBoost = 0.5;

/** @returns probabilities that add up to 1. */
export function softmax(margins: Float32Array, temperature: number, boosts: Float32Array | null): Float32Array {
  const found = new Float32Array(margins.length);
  let highest = -Infinity;
  for (let at = 0; at < margins.length; at++) {
    found[at] = margins[at]! * temperature + (boosts ? boosts[at]! : 0);
    if (found[at]! > highest) highest = found[at]!;
  }
  let sum = 0;
  for (let at = 0; at < margins.length; at++) {
    found[at] = Math.exp(found[at]! - highest);
    sum += found[at]!;
  }
  for (let at = 0; at < margins.length; at++) found[at]! /= sum;
  return found;
}

type Output = { margins: Float32Array; boosts: Float32Array | null; label: number };

/** The factor on the margins with the least log loss, by golden section between 0.5 and 12. */
export function fitTemperature(outputs: readonly Output[]): number {
  const loss = (temperature: number) => {
    let sum = 0;
    for (const { margins, boosts, label } of outputs)
      sum -= Math.log(Math.max(softmax(margins, temperature, boosts)[label]!, 1e-9));
    return sum;
  };
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = 0.5;
  let high = 12;
  for (let step = 0; step < 24; step++) {
    const one = high - ratio * (high - low);
    const other = low + ratio * (high - low);
    if (loss(one) < loss(other)) high = other;
    else low = one;
  }
  return (low + high) / 2;
}
