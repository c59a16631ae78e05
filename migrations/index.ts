import { FirstTables1763600000001 } from './0001-first-tables.js';
import { Guards1763600000002 } from './0002-guards.js';
import { ProviderPace1763600000003 } from './0003-provider-pace.js';

/** In the order in which they run. */
export const MIGRATIONS = [FirstTables1763600000001, Guards1763600000002, ProviderPace1763600000003] as const;
