import { createHash, randomBytes } from 'node:crypto';

export function newOrderId(): string {
  return `order_${randomBytes(9).toString('hex')}`;
}

export function newTransactionId(): string {
  return `trans_${randomBytes(6).toString('hex')}`;
}

/** The bank's reference of a transfer to the institute. */
export function newSettlementUtr(): string {
  return `settl_${randomBytes(6).toString('hex')}`;
}

export function newAttemptId(): string {
  return randomBytes(9).toString('base64url');
}

/** Every pair of key and secret is an account of its own; the pair itself is kept nowhere. */
export function accountIdOf(credentials: string): string {
  return `acc_${createHash('sha256').update(credentials).digest('base64url').slice(0, 22)}`;
}
