import { messageOf, type MessageCheck } from './certificate-check.js';
import type { CertificateEvents } from './certificate-events.js';

/** What an event may hold. */
export function contentChecks(events: CertificateEvents): MessageCheck[] {
  const accepted = (check: Omit<MessageCheck, 'wants' | 'expected' | 'docs'>): MessageCheck => ({
    wants: 'accepted',
    expected: '2xx',
    docs: 'docs/webhooks.md#what-will-change-and-what-will-not',
    ...check,
  });
  const unknownFields = events.withUnknownFields();
  return [
    accepted({
      code: 'unknown_type',
      title: 'It accepts a type that it does not know',
      remedy: 'Answer 2xx to types that you do not handle, and do nothing: new ones come without notice.',
      message: messageOf(events.ofUnknownType()),
    }),
    accepted({
      code: 'unknown_fields',
      title: 'It accepts fields that it does not know',
      remedy: 'Let your parser pass over unknown fields, at the top and inside of data: new ones come without notice.',
      message: { eventId: unknownFields.id, body: JSON.stringify(unknownFields) },
    }),
    accepted({
      code: 'currency_without_decimals',
      title: 'It understands a currency without decimals (JPY)',
      remedy:
        'Take amount.value as an integer of minor units and the number of decimals from the currency: 1000 JPY are ¥1000. Never assume two.',
      message: messageOf(events.paidIn('JPY')),
    }),
    accepted({
      code: 'currency_with_three_decimals',
      title: 'It understands a currency with three decimals (KWD)',
      remedy:
        'Take amount.value as an integer of minor units and the number of decimals from the currency: 1000 KWD minor units are 1.000 dinar. Never assume two, and calculate with integers.',
      message: messageOf(events.paidIn('KWD')),
    }),
    accepted({
      code: 'large_event',
      title: 'It accepts a large event in many scripts',
      remedy:
        'Take bodies of up to 1 MiB, read them as UTF-8 (in MySQL: utf8mb4), and give their column room for more than 64 KiB.',
      message: messageOf(events.large()),
    }),
  ];
}
