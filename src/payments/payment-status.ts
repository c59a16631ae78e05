export const PAYMENT_STATUSES = [
  'open',
  'pending',
  'authorized',
  'paid',
  'failed',
  'partially_refunded',
  'refunded',
  'canceled',
  'expired',
] as const;

export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

/**
 * Where a payment may go from where. The same table stands in the database (`payment_moves`), whose trigger refuses
 * anything else; a test compares the two. Late money after `canceled` and `expired` is accepted, and flagged.
 */
export const PAYMENT_MOVES: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  open: ['pending', 'canceled', 'expired', 'paid'],
  pending: ['authorized', 'paid', 'failed', 'open', 'canceled', 'expired', 'partially_refunded', 'refunded'],
  authorized: ['paid', 'canceled', 'partially_refunded', 'refunded'],
  paid: ['partially_refunded', 'refunded'],
  failed: ['pending', 'canceled', 'expired', 'paid'],
  partially_refunded: ['refunded'],
  refunded: [],
  canceled: ['paid', 'partially_refunded', 'refunded'],
  expired: ['paid', 'partially_refunded', 'refunded'],
};

/** Money was taken for it, whatever came afterwards. */
const SETTLED: readonly PaymentStatus[] = ['paid', 'partially_refunded', 'refunded'];

export function mayMove(from: PaymentStatus, to: PaymentStatus): boolean {
  return PAYMENT_MOVES[from].includes(to);
}

export function isPaid(status: PaymentStatus): boolean {
  return SETTLED.includes(status);
}

/** The payer can still do something about it. */
export function isPayable(status: PaymentStatus): boolean {
  return status === 'open' || status === 'pending' || status === 'failed';
}

/** Nothing more is expected of the payer. */
export function isEnded(status: PaymentStatus): boolean {
  return isPaid(status) || status === 'canceled' || status === 'expired';
}

/** Called at the start: a table that names an unknown state, lets money vanish, or leaves a state out or out of reach, stops the program. */
export function checkPaymentMoves(moves: Readonly<Record<string, readonly string[]>> = PAYMENT_MOVES): void {
  const states: readonly string[] = PAYMENT_STATUSES;
  for (const [from, targets] of Object.entries(moves)) {
    for (const to of targets) {
      if (!states.includes(from) || !states.includes(to))
        throw new Error(`Payment moves name an unknown state: ${from} -> ${to}`);
      if (from === to) throw new Error(`A payment cannot move from ${from} to itself`);
      const wasPaid = (SETTLED as readonly string[]).includes(from);
      if (wasPaid && !(SETTLED as readonly string[]).includes(to))
        throw new Error(`A paid payment must not become ${to}`);
    }
  }
  const missing = states.filter((state) => !(state in moves));
  if (missing.length > 0) throw new Error(`Payment moves say nothing about ${missing.join(', ')}`);
  const reached = new Set(['open']);
  for (const state of reached) for (const to of moves[state] ?? []) reached.add(to);
  const unreachable = states.filter((state) => !reached.has(state));
  if (unreachable.length > 0) throw new Error(`No way leads to ${unreachable.join(', ')}`);
}
