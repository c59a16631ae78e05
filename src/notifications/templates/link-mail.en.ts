import type { LinkMailMessages } from './link-mail-messages.js';

export const en: LinkMailMessages = {
  testMode: { prefix: 'Test mode', banner: 'Test mode – no real money' },
  subject: {
    link: ({ payee, amount, reference }) => `Payment request from ${payee}: ${amount} (${reference})`,
    reminder: ({ payee, amount, reference }) => `Reminder from ${payee}: ${amount} is still to be paid (${reference})`,
    receipt: ({ payee, amount, reference }) => `Payment received by ${payee}: ${amount} (${reference})`,
  },
  heading: {
    link: (payee) => `${payee} asks you to pay`,
    reminder: (payee) => `Reminder from ${payee}: still to be paid`,
    receipt: (payee) => `${payee} has received your payment`,
  },
  preview: {
    link: ({ amount, reference }) => `${amount} for ${reference}. Pay online in a few minutes.`,
    reminder: ({ amount, reference }) => `${amount} for ${reference} is still open. Pay online in a few minutes.`,
    receipt: ({ amount, reference }) => `${amount} for ${reference}. Thank you.`,
  },
  greeting: (name) => `Dear ${name},`,
  colon: (label) => `${label}:`,
  reference: 'Reference',
  due: 'Due',
  paidOn: 'Paid on',
  pay: (amount) => `Pay ${amount}`,
  viewPayment: 'View payment',
  copyHint: 'If the button does not work, open this link:',
  qrHint: 'Or scan this code with your phone.',
  questions: (payee) => `Questions? Contact ${payee}:`,
  closing: {
    link: 'If you did not expect this message, please ask the sender before you pay.',
    reminder: 'If you have paid in the meantime, please disregard this message.',
    receipt: 'Please keep this message for your records.',
  },
  stopReminders: 'Stop reminders about this payment',
};
