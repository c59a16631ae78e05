import { pageFor, type PageFacts, type PayerView } from '../../../src/links/link-page.state.js';
import type { LinkStatus } from '../../../src/links/link.entity.js';
import type { PaymentStatus } from '../../../src/payments/payment-status.js';

const NOW = new Date('2030-01-01T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

function page(view: PayerView, status: PaymentStatus, more: { link?: LinkStatus; live?: number } = {}) {
  const { link = 'active', live } = more;
  const facts: PageFacts = {
    payment: { status, expiresAt: null },
    link: { statusFor: () => link },
    checkout: live === undefined ? undefined : { isLive: true, sentAt: minutesAgo(live), createdAt: minutesAgo(live) },
  };
  return pageFor(facts, { view, now: NOW });
}

describe('the page of a link', () => {
  it.each(['paid', 'refunded', 'authorized', 'canceled', 'expired'] as const)(
    'says that its payment is %s',
    (status) => {
      expect(page('link', status, { live: 1 })).toBe(status);
    },
  );

  it('says that it ran out or was stopped itself', () => {
    expect([page('link', 'pending', { link: 'expired' }), page('link', 'open', { link: 'canceled' })]).toEqual([
      'expired',
      'canceled',
    ]);
  });

  it('offers to pay, also once more', () => {
    expect([page('link', 'open'), page('link', 'pending', { live: 1 }), page('link', 'failed')]).toEqual([
      'payable',
      'payable',
      'failed',
    ]);
  });
});

describe('the page that a payer comes back to', () => {
  it('confirms while the checkout lives, and stops promising seconds after two minutes', () => {
    expect([page('return', 'pending', { live: 1 }), page('return', 'pending', { live: 3 })]).toEqual([
      'confirming',
      'waiting',
    ]);
  });

  it.each(['canceled', 'expired'] as const)(
    'confirms when the payment is %s and its checkout was not closed',
    (status) => {
      expect(page('return', status, { live: 1 })).toBe('confirming');
      expect(page('return', status)).toBe(status);
    },
  );
});
