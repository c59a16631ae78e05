import type { LinkPageModel, PayeeCard, PaymentFacts } from '../../../src/links/views/link-page.model.js';

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" rx="6" fill="#0a7d5a"/><path d="M16 28V14l14-6 14 6v14zM60 15h44M60 25h30" fill="none" stroke="#fff" stroke-width="3"/></svg>';

export const PAYEE: PayeeCard = {
  name: 'Sample School',
  supportEmail: 'bursar@school.example.com',
  supportPhone: '+44 20 7946 0000',
  supportUrl: 'https://school.example.com/help',
  logoUrl: `data:image/svg+xml;base64,${Buffer.from(LOGO).toString('base64')}`,
  colour: '#0a7d5a',
  timeZone: 'Europe/London',
};

export const PAYMENT: PaymentFacts = {
  amount: { value: 105029, currency: 'GBP' },
  description: 'Autumn term fees',
  reference: 'INV-417',
  dueAt: new Date('2026-11-30T00:00:00Z'),
  expiresAt: new Date('2026-12-04T16:30:00Z'),
  mode: 'live',
};

const shown = { locale: 'en-GB', payee: PAYEE, payment: PAYMENT };

/** One model of every page, named by the page. */
export const MODELS = {
  payable: { ...shown, page: 'payable', payPath: '/l/token/pay', earlier: 'none' },
  confirming: { ...shown, page: 'confirming', eventsPath: '/l/token/events', linkPath: '/l/token' },
  waiting: { ...shown, page: 'waiting', eventsPath: '/l/token/events', linkPath: '/l/token', onward: null },
  authorized: { ...shown, page: 'authorized', onward: null },
  paid: { ...shown, page: 'paid', paidAt: new Date('2026-11-20T10:00:00Z'), onward: null },
  refunded: { ...shown, page: 'refunded', refunded: PAYMENT.amount },
  failed: { ...shown, page: 'failed', payPath: '/l/token/pay', onward: null },
  unavailable: { ...shown, page: 'unavailable', payPath: '/l/token/pay' },
  canceled: { ...shown, page: 'canceled' },
  expired: { ...shown, page: 'expired' },
  unknown: { locale: 'en-GB', page: 'unknown' },
  away: { locale: 'en-GB', page: 'away' },
} as const satisfies { [Page in LinkPageModel['page']]: Extract<LinkPageModel, { page: Page }> };

export const ALL_MODELS: readonly LinkPageModel[] = Object.values(MODELS);
