import { FirstTables1763600000001 } from './0001-first-tables.js';
import { Guards1763600000002 } from './0002-guards.js';

/** In the order in which they run. */
export const MIGRATIONS = [FirstTables1763600000001, Guards1763600000002] as const;
