export type OutboundFailureKind = 'blocked' | 'dns' | 'connect' | 'tls' | 'timeout' | 'reset' | 'protocol';

/**
 * A call to a customer's address that brought no answer. The message is fit for the customer: one sentence, without the
 * address's path or query (they may hold a token) and without what a name resolved to (it would map our network).
 */
export class OutboundFailure extends Error {
  override readonly name: string = 'OutboundFailure';

  constructor(
    readonly kind: OutboundFailureKind,
    message: string,
  ) {
    super(message);
  }
}

/** The address may not be called at all. The message says what to give instead. */
export class UrlNotAllowed extends OutboundFailure {
  override readonly name = 'UrlNotAllowed';

  constructor(message: string) {
    super('blocked', message);
  }
}

/** The `code` that Node and undici give their errors, such as `ECONNREFUSED`; empty when there is none. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return /^[A-Z0-9_]+$/.test(code) ? code : '';
}

/** A sentence that ends in the code of the error behind it: `No connection (ECONNREFUSED).` */
export function withCode(text: string, error: unknown): string {
  const code = errorCode(error);
  return code ? `${text} (${code}).` : `${text}.`;
}
