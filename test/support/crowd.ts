import { availableParallelism, loadavg } from 'node:os';

/** How many wait for each processor, at least 1: where others are at work too, everything takes that much longer. */
export function crowd(): number {
  return Math.max(1, loadavg()[0]! / availableParallelism());
}
