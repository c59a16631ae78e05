import type { PageMessages } from './page-messages.js';

export const en: PageMessages = {
  testMode: 'Test mode – no real money',
  amount: 'Amount',
  reference: 'Reference',
  due: 'Due',
  validUntil: 'Valid until',
  paidOn: 'Paid on',
  description: 'What this payment is for',
  questions: (payee) => `Questions? Contact ${payee}`,
  website: 'Help page',
  pay: (amount) => `Pay ${amount}`,
  tryAgain: 'Try again',
  goOn: 'Continue to payment',
  secureHint: 'You pay on the payment provider’s secure page. No card details are entered here.',
  onward: (payee) => `Continue to ${payee}`,
  onwardSoon: (seconds) => `You will be taken there in ${seconds} seconds.`,
  stay: 'Stay on this page',
  leftUnpaid: 'You left without paying? Go back to the payment',
  payable: {
    title: (amount, payee) => `Pay ${amount} to ${payee}`,
    heading: (payee) => `Payment to ${payee}`,
    checkoutLive: 'You were here before. Your payment is still open, so you can go on where you left off.',
    declined: 'The last try was declined. You can try again with another card.',
  },
  confirming: {
    heading: 'Confirming your payment',
    lead: () => 'We are checking with the payment provider. This page updates by itself, usually within seconds.',
    slow: 'Your bank is taking longer than usual. Please do not pay again. You can close this page and open your link later to see the outcome.',
  },
  waiting: {
    heading: 'Waiting for your bank',
    lead: () =>
      'Your bank is taking longer than usual. Please do not pay again. You can close this page and open your link later to see the outcome.',
  },
  authorized: {
    heading: 'Payment approved',
    lead: ({ payee }) =>
      `Your bank has approved the amount. ${payee} will complete the payment; you need do nothing more.`,
  },
  paid: {
    heading: 'Payment complete',
    lead: ({ payee }) => `Thank you. Your payment to ${payee} has been confirmed.`,
  },
  refunded: {
    heading: 'Payment refunded',
    lead: ({ payee, amount }) => `${payee} has sent ${amount} back to you. Your bank may need some days to show it.`,
  },
  partlyRefunded: {
    heading: 'Partly refunded',
    lead: ({ payee, amount }) => `${payee} has sent ${amount} back to you. Your bank may need some days to show it.`,
  },
  failed: {
    heading: 'Payment not completed',
    lead: () => 'The last try did not go through. You can try again, with the same card or another one.',
  },
  unavailable: {
    heading: 'The payment page cannot be opened right now',
    lead: () => 'Please wait a moment and try again. Your link stays valid.',
  },
  canceled: {
    heading: 'This link was withdrawn',
    lead: ({ payee }) =>
      `${payee} has canceled it, so there is nothing to pay here. If you were sent a newer link, use that.`,
  },
  expired: {
    heading: 'This link has expired',
    lead: ({ payee }) => `It can no longer be used to pay. Please ask ${payee} for a new one.`,
  },
  away: {
    heading: 'Temporarily unavailable',
    lead: () =>
      'This page cannot be shown right now. Nothing has happened to your payment. Please wait a moment and try again.',
  },
  unknown: {
    heading: 'This link does not work',
    lead: () =>
      'There is nothing to pay at this address. Check that the link is complete, or ask whoever sent it to you for a new one.',
  },
};
