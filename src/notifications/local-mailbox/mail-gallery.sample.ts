import type { LinkMailContent } from '../link-mail.js';

export const SAMPLE_URL = 'https://pay.example.com/l/Zk3vQ0aB1cD2eF3gH4iJ5k';
export const SAMPLE_MESSAGE =
  'Thank you for your order.\nIf the amount is not what you expected, just reply to this mail.';

/** A mail with everything that a mail can have. */
export function sampleContent(qrPng: Buffer): LinkMailContent {
  return {
    senderName: 'Sample School',
    payee: {
      name: 'Sample School',
      supportEmail: 'support@example.com',
      supportPhone: '+442079460000',
      supportUrl: 'https://www.example.com/help',
    },
    mode: 'sandbox',
    timeZone: 'Europe/London',
    reminderWindow: { fromHour: 9, toHour: 18 },
    recipientName: 'Sample Customer',
    amount: { value: 1_250_050, currency: 'INR' },
    reference: 'INV-2026-0001',
    description: 'Tuition fee, spring term, with lunch and music lessons',
    dueAt: new Date('2026-12-15T00:00:00.000Z'),
    paidAt: new Date('2026-12-10T10:00:00.000Z'),
    url: SAMPLE_URL,
    stopUrl: `${SAMPLE_URL}/reminders/stop`,
    qrPng,
    linkMadeAt: new Date('2026-11-20T10:00:00.000Z'),
  };
}
