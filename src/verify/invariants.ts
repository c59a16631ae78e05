import { EVENTS_INVARIANTS } from './events.invariants.js';
import { IDEMPOTENCY_INVARIANTS } from './idempotency.invariants.js';
import { INBOX_INVARIANTS } from './inbox.invariants.js';
import type { Invariant } from './invariant.js';
import { MAIL_INVARIANTS } from './mail.invariants.js';
import { MONEY_INVARIANTS } from './money.invariants.js';
import { SCHEMA_INVARIANTS } from './schema.invariants.js';
import { SECRETS_INVARIANTS } from './secrets.invariants.js';
import { STATE_INVARIANTS } from './state.invariants.js';
import { TENANCY_INVARIANTS } from './tenancy.invariants.js';
import { WORK_INVARIANTS } from './work.invariants.js';

/** In the order in which they are checked: what hangs on the moment comes first, what reads everything last. */
export const INVARIANTS: readonly Invariant[] = [
  ...WORK_INVARIANTS,
  ...SCHEMA_INVARIANTS,
  ...MONEY_INVARIANTS,
  ...STATE_INVARIANTS,
  ...IDEMPOTENCY_INVARIANTS,
  ...EVENTS_INVARIANTS,
  ...INBOX_INVARIANTS,
  ...MAIL_INVARIANTS,
  ...TENANCY_INVARIANTS,
  ...SECRETS_INVARIANTS,
];
