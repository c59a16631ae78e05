import { createHash, randomBytes } from 'node:crypto';

const PREFIXES = {
  intent: 'pi_sandbox_',
  refund: 'rfnd_',
  capture: 'cp_',
  reversal: 'rvs_',
  subscription: 'ws_sandbox_',
  secret: 'sc_',
  event: 'evt_',
  transaction: '',
} as const;

export function newDojoId(kind: keyof typeof PREFIXES): string {
  return PREFIXES[kind] + randomBytes(16).toString('base64url');
}

/** A webhook secret's value: text that is used as it is, without decoding. */
export function newSecretValue(): string {
  return randomBytes(16).toString('base64url');
}

/** Every key is an account of its own; the key itself is kept nowhere. */
export function accountIdOf(key: string): string {
  return `acc_${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
}

/** W3C trace context, as in Dojo's error bodies. */
export function newTraceId(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}
