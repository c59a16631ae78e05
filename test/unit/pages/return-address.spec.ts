import { createHmac } from 'node:crypto';
import { ReturnError, verifyReturn } from '../../../clients/typescript/src/return.verifier.js';
import { toPublicId } from '../../../src/common/ids.js';
import { returnAddress } from '../../../src/links/return-address.js';

const SECRET = 'rsec_test';
const AT = new Date('2026-11-20T10:00:00.900Z');
const PAYMENT = { id: '01935a3c-0000-7000-8000-000000000001', reference: 'INV 417/ä|b', status: 'paid' } as const;

function leading(returnUrl: string): URL {
  return new URL(returnAddress({ ...PAYMENT, returnUrl }, { secret: SECRET, at: AT }));
}

describe('the address that payers are led on to', () => {
  it('says which payment, how it stands and when, under a signature over all of it', () => {
    const { searchParams } = leading('https://erp.example.com/back');
    const id = toPublicId('payment', PAYMENT.id);
    const signed = `${id}|INV 417/ä|b|paid|1795168800`;

    expect(Object.fromEntries(searchParams)).toEqual({
      paymentId: id,
      reference: PAYMENT.reference,
      status: 'paid',
      timestamp: '1795168800',
      signature: createHmac('sha256', SECRET).update(signed).digest('hex'),
    });
  });

  it('keeps host, path, query and fragment of the ERP’s', () => {
    const url = leading('https://erp.example.com:8443/back?order=7#top');

    expect(url.href).toMatch(/^https:\/\/erp\.example\.com:8443\/back\?order=7&paymentId=.*#top$/);
  });

  it('replaces fields of the same names, so that there is one of each', () => {
    const { searchParams } = leading('https://erp.example.com/back?status=refunded&signature=x&status=y');

    expect(searchParams.getAll('status')).toEqual(['paid']);
    expect(searchParams.getAll('signature')).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
  });
});

describe('the client’s check of that address', () => {
  const { href, pathname, search } = leading('https://erp.example.com/back?order=7');

  it.each([href, `${pathname}${search}`])('takes it as it was made: %s', (address) => {
    expect(verifyReturn(address, SECRET, AT)).toEqual({
      paymentId: toPublicId('payment', PAYMENT.id),
      reference: PAYMENT.reference,
      status: 'paid',
    });
  });

  it.each([
    ['another secret', href, 'rsec_other', AT],
    ['another status', href.replace('status=paid', 'status=failed'), SECRET, AT],
    ['a second status', `${href}&status=failed`, SECRET, AT],
    ['no signature', 'https://erp.example.com/back?status=paid', SECRET, AT],
    ['what is no address', '//', SECRET, AT],
    ['a signature that is none', href.replace(/signature=.*/, 'signature=zz'), SECRET, AT],
    ['an old one', href, SECRET, new Date(AT.getTime() + 301_000)],
  ])('refuses %s', (_, address, secret, now) => {
    expect(() => verifyReturn(address, secret, now)).toThrow(ReturnError);
  });
});
