/**
 * What is mutated, with the specs that judge it. `breakBelow` is the score in per cent under which the run fails: a little
 * below what was measured, see docs/testing.md.
 */
export const GROUPS = [
  {
    name: 'money',
    mutate: ['src/common/money.ts'],
    specs: ['test/unit/common/money.spec.ts'],
    breakBelow: 95,
  },
  {
    name: 'dojo',
    mutate: ['src/gateways/dojo/dojo.{declines,mapper,money}.ts'],
    specs: ['test/unit/gateways/dojo/dojo.{mapper,money}.spec.ts'],
    breakBelow: 96,
  },
  {
    name: 'jodo',
    mutate: ['src/gateways/jodo/jodo.{mapper,rupees}.ts'],
    specs: ['test/unit/gateways/jodo/jodo.{gateway,rupees}.spec.ts'],
    breakBelow: 94,
  },
  {
    name: 'states',
    mutate: [
      'src/payments/payment.{entity,moves}.ts',
      'src/payments/{checkout,refund}.entity.ts',
      'src/payments/payment-{misfit,status}.ts',
      'src/payments/{look,refund}-rules.ts',
      'src/payments/unknown-outcome.ts',
    ],
    specs: ['test/mutation/states.specs.ts'],
    breakBelow: 97,
  },
  {
    name: 'schedules',
    mutate: [
      'src/payments/{look,refund}-schedule.ts',
      'src/webhooks/outgoing/delivery-schedule.ts',
      'src/notifications/reminders/{reminder,reminder-time,zoned-day}.ts',
      'src/gateways/kit/retry-after.ts',
    ],
    specs: [
      'test/unit/payments/{look,refund}-schedule.spec.ts',
      'test/unit/deliveries/delivery-schedule.spec.ts',
      'test/unit/notifications/reminders/{reminder-time,zoned-day}.spec.ts',
      'test/unit/gateways/kit/kit.spec.ts',
    ],
    breakBelow: 95,
  },
  {
    name: 'signatures',
    mutate: [
      'src/webhooks/outgoing/webhook-signature.ts',
      'src/gateways/kit/{hmac,same-text,verified-delivery}.ts',
      'src/gateways/{dojo/dojo,jodo/jodo}.webhook.ts',
    ],
    specs: [
      'test/unit/webhooks/webhook-signature.spec.ts',
      'test/unit/gateways/kit/kit.spec.ts',
      'test/unit/gateways/*/*.webhook.spec.ts',
    ],
    breakBelow: 97,
  },
  {
    name: 'guard',
    mutate: ['src/webhooks/outgoing/outbound-guard{,.address,.failure}.ts'],
    specs: ['test/unit/webhooks/outbound-guard.spec.ts'],
    breakBelow: 98,
  },
  {
    name: 'identifiers',
    mutate: ['src/common/{canonical-json,crypto,cursor,ids}.ts', 'src/accounts/key-format.ts'],
    specs: ['test/unit/common/{canonical-json,crypto,cursor,ids}.spec.ts', 'test/unit/accounts/key-format.spec.ts'],
    breakBelow: 95,
  },
  {
    name: 'cards',
    mutate: ['src/common/card-number.ts'],
    specs: ['test/unit/common/card-number.spec.ts'],
    breakBelow: 96,
  },
  {
    name: 'idempotency',
    mutate: ['src/idempotency/idempotency.service.ts'],
    specs: ['test/unit/idempotency/idempotency.service.spec.ts'],
    needsDatabase: true,
    breakBelow: 95,
  },
];
