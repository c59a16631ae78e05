import { createHmac, timingSafeEqual } from 'node:crypto';

/** How the payment stood when the payer was led on. Enough to choose what to show; book by the event or the API. */
export interface ReturnedPayer {
  readonly paymentId: string;
  readonly reference: string;
  /** `paid`, `authorized`, `failed`, `pending`, or `open` after a try that ended untouched. */
  readonly status: string;
}

/** Not signed by Dunlin, or too old: show what you would show to anybody. */
export class ReturnError extends Error {
  override readonly name = 'ReturnError';
}

const TOLERANCE_SECONDS = 300;

/**
 * Checks the address at which a payer arrives from Dunlin.
 * @param address whole, or from the path on: `request.url`
 * @param secret `rsec_…`, as `GET /v1/account/return-secret` shows it
 * @throws ReturnError
 */
export function verifyReturn(address: string, secret: string, now: Date = new Date()): ReturnedPayer {
  // A request line is the visitor's to choose: `//` is no address.
  if (!URL.canParse(address, 'http://localhost')) throw new ReturnError('This is no address');
  const { searchParams } = new URL(address, 'http://localhost');
  const [paymentId, reference, status, timestamp, signature] = [
    'paymentId',
    'reference',
    'status',
    'timestamp',
    'signature',
  ].map((name) => {
    const [value, ...others] = searchParams.getAll(name);
    if (!value || others.length > 0) throw new ReturnError(`There must be one ${name}`);
    return value;
  }) as [string, string, string, string, string];
  const expected = createHmac('sha256', secret).update(`${paymentId}|${reference}|${status}|${timestamp}`).digest();
  const given = Buffer.from(signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ReturnError('The signature does not match');
  }
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) {
    throw new ReturnError('The payer was led on too long ago, or this clock is wrong');
  }
  return { paymentId, reference, status };
}
