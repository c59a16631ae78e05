import type { LinkMailMessages } from './link-mail-messages.js';

export const en: LinkMailMessages = {
  testMode: 'Test mode – no real money',
  subject: {
    request: ({ payee, amount, reference }) => `Payment request from ${payee}: ${amount} (${reference})`,
    reminder: ({ payee, amount, reference }) => `Reminder from ${payee}: ${amount} is still to be paid (${reference})`,
  },
  heading: {
    request: (payee) => `${payee} asks you to pay`,
    reminder: (payee) => `Reminder from ${payee}: still to be paid`,
  },
  preview: ({ amount, reference }) => `${amount} for ${reference}. Pay online in a few minutes.`,
  greeting: (name) => `Dear ${name},`,
  reference: 'Reference',
  due: 'Due',
  pay: (amount) => `Pay ${amount}`,
  copyHint: 'If the button does not work, open this link:',
  qrHint: 'Or scan this code with your phone.',
  questions: (payee) => `Questions? Contact ${payee}:`,
  notExpected: 'If you did not expect this message, please ask the sender before you pay.',
};
