import type { LinkMailMessages } from './link-mail-messages.js';

export const de: LinkMailMessages = {
  testMode: { prefix: 'Testmodus', banner: 'Testmodus – kein echtes Geld' },
  subject: {
    link: ({ payee, amount, reference }) => `Zahlungsaufforderung von ${payee}: ${amount} (${reference})`,
    reminder: ({ payee, amount, reference }) => `Erinnerung von ${payee}: ${amount} noch offen (${reference})`,
    receipt: ({ payee, amount, reference }) => `Zahlung bei ${payee} eingegangen: ${amount} (${reference})`,
  },
  heading: {
    link: (payee) => `${payee} bittet um Zahlung`,
    reminder: (payee) => `Erinnerung von ${payee}: noch zu bezahlen`,
    receipt: (payee) => `${payee} hat Ihre Zahlung erhalten`,
  },
  preview: {
    link: ({ amount, reference }) => `${amount} für ${reference}. In wenigen Minuten online bezahlen.`,
    reminder: ({ amount, reference }) =>
      `${amount} für ${reference} ist noch offen. In wenigen Minuten online bezahlen.`,
    receipt: ({ amount, reference }) => `${amount} für ${reference}. Vielen Dank.`,
  },
  greeting: (name) => `Guten Tag ${name},`,
  colon: (label) => `${label}:`,
  reference: 'Referenz',
  due: 'Fällig am',
  paidOn: 'Bezahlt am',
  pay: (amount) => `${amount} bezahlen`,
  viewPayment: 'Zahlung ansehen',
  copyHint: 'Falls die Schaltfläche nicht funktioniert, öffnen Sie diesen Link:',
  qrHint: 'Oder scannen Sie diesen Code mit Ihrem Smartphone.',
  questions: (payee) => `Fragen? So erreichen Sie ${payee}:`,
  closing: {
    link: 'Falls Sie diese Nachricht nicht erwartet haben, fragen Sie bitte beim Absender nach, bevor Sie bezahlen.',
    reminder: 'Falls Sie inzwischen bezahlt haben, betrachten Sie diese Nachricht bitte als gegenstandslos.',
    receipt: 'Bitte bewahren Sie diese Nachricht für Ihre Unterlagen auf.',
  },
  stopReminders: 'Keine Erinnerungen mehr zu dieser Zahlung',
};
