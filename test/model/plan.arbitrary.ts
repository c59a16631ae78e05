import fc from 'fast-check';
import type { Act, CardPlay, CounterAct, Plan, Rest, Setting, Share, Trouble } from './act.types.js';

type Weighted<T> = readonly (readonly [weight: number, value: T])[];

const SHARES: Weighted<Share> = [
  [4, 'some'],
  [3, 'sixTenths'],
  [4, 'whole'],
  [1, 'tooMuch'],
];
const CARDS: Weighted<CardPlay> = [
  [8, 'pays'],
  [1, 'pays after a challenge'],
  [3, 'pays slowly'],
  [3, 'is declined'],
  [1, 'fails the challenge'],
];
const COUNTER: Weighted<CounterAct> = [
  [3, 'close'],
  [3, 'refund'],
  [2, 'capture'],
  [1, 'capture a part'],
  [2, 'release'],
];
const RESTS: Weighted<Rest> = [
  [2, 'letters'],
  [1, 'a refresh'],
  [1, 'time'],
];
const TROUBLES = {
  create: [
    [2, { name: 'provider_timeout_after_create', operation: 'create' }],
    [4, { name: 'provider_reset_after_create', operation: 'create' }],
    [2, { name: 'provider_reset', operation: 'create' }],
    [1, { name: 'provider_500', operation: 'create' }],
    [2, { name: 'amount_mismatch', operation: 'create' }],
  ],
  fetch: [
    [1, { name: 'provider_timeout', operation: 'fetch' }],
    [2, { name: 'provider_500', operation: 'fetch' }],
    [1, { name: 'provider_429', operation: 'fetch' }],
    [3, { name: 'amount_mismatch', operation: 'fetch' }],
    [2, { name: 'currency_mismatch', operation: 'fetch' }],
    [2, { name: 'reference_mismatch', operation: 'fetch' }],
    [2, { name: 'unknown_status', operation: 'fetch' }],
  ],
  cancel: [
    [2, { name: 'provider_reset_after_create', operation: 'cancel' }],
    [1, { name: 'provider_500', operation: 'cancel' }],
  ],
  refund: [
    [5, { name: 'provider_reset_after_create', operation: 'refund' }],
    [3, { name: 'provider_reset', operation: 'refund' }],
    [1, { name: 'provider_timeout', operation: 'refund' }],
    [1, { name: 'provider_500', operation: 'refund' }],
    [4, { name: 'refund_fails' }],
  ],
  capture: [
    [3, { name: 'provider_reset_after_create', operation: 'capture' }],
    [2, { name: 'provider_reset', operation: 'capture' }],
  ],
} as const satisfies Readonly<Record<string, Weighted<Trouble>>>;

const page = fc.nat({ max: 2 });
const newest = fc.constant(0);
const letter = fc.nat({ max: 3 });

const open = act('open', {});
const pay = act('pay', { card: oneOf(CARDS), page: newest });
const payPlainly = act('pay', { card: fc.constant('pays'), page: newest });
const beDeclined = act('pay', { card: fc.constant('is declined'), page: newest });
const payLate = act('pay late', { page });
const payOldPage = act('pay late', { page: fc.constant(1) });
const deliver = act('deliver', { letter, copies: fc.integer({ min: 1, max: 2 }) });
const lose = act('lose', { letter });
const refresh = act('refresh', {});
const comeBack = act('come back', {});
const refund = act('refund', { share: oneOf(SHARES), isRepeated: fc.boolean() });
const refundTwice = act('refund twice at once', {});
const capture = act('capture', { share: oneOf(SHARES) });
const cancel = act('cancel', {});
const resolve = act('resolve', { isTrue: fc.boolean() });
const runOut = act('run out', {});
const record = act('record', {});
const clearReview = act('clear the review', {});
const rest = act('rest', { by: oneOf(RESTS) });
const counter = act('at the counter', { what: oneOf(COUNTER), page: newest });
const close = act('at the counter', { what: fc.constant('close'), page: newest });
const remember = act('remember an answer', {});
const answerAsRemembered = act('answer as remembered', {});
const crash = act('crash', {});
const refundSome = act('refund', { share: fc.constant('some'), isRepeated: fc.boolean() });
const loseRefundAnswer = act('trouble', {
  trouble: fc.constant({ name: 'provider_reset_after_create', operation: 'refund' }),
});
const tryRefundsAgain = act('try the refunds again', {});
const failRefund = act('trouble', { trouble: fc.constant({ name: 'refund_fails' }) });
const news = fc.oneof(deliver, refresh, comeBack);
const trouble = (on: keyof typeof TROUBLES) => act('trouble', { trouble: oneOf<Trouble>(TROUBLES[on]) });

/** Any act at any time, many of them in vain. */
const anything = weighted<Act>([
  [3, open],
  [3, pay],
  [1, act('pay', { card: oneOf(CARDS), page })],
  [2, payLate],
  [3, refresh],
  [3, deliver],
  [1, comeBack],
  [2, cancel],
  [1, record],
  [3, refund],
  [1, refundTwice],
  [2, capture],
  [1, clearReview],
  [1, resolve],
  [1, runOut],
  [2, counter],
  [2, lose],
  [2, act('forge', {})],
  [1, remember],
  [1, answerAsRemembered],
  [1, trouble('create')],
  [2, trouble('fetch')],
  [1, trouble('cancel')],
  [1, trouble('refund')],
  [2, crash],
  [1, rest],
]);

/** Ways to money, and ways that end before it. A random order of acts would find the longer ones too seldom. */
const beginnings = weighted<readonly Act[]>([
  [6, fc.tuple(open, pay)],
  [4, fc.tuple(open, payPlainly)],
  [4, fc.tuple(trouble('create'), open, open, payPlainly)],
  [4, fc.tuple(open, remember, payPlainly, news, answerAsRemembered, refresh)],
  [2, fc.tuple(open, beDeclined, close, news, open, payPlainly)],
  [2, fc.tuple(open, beDeclined, close, news)],
  [3, fc.tuple(open, close, refresh, open, payPlainly, news, payOldPage, deliver)],
  [3, fc.tuple(open, cancel, payLate, deliver)],
  [2, fc.tuple(open, runOut, payLate, deliver)],
  [1, fc.tuple(open, record, payLate, deliver)],
  [1, fc.tuple(trouble('cancel'), open, cancel, cancel)],
  [3, fc.tuple(open, payPlainly, cancel)],
  [2, fc.tuple(open, payPlainly, lose)],
  [1, fc.tuple(open, payPlainly, record)],
  [1, fc.tuple(open, payPlainly, runOut)],
  [2, fc.tuple(open, payPlainly, trouble('fetch'), refresh)],
  [1, fc.tuple(open, fc.oneof(cancel, record, runOut))],
  [3, fc.array(anything, { minLength: 1, maxLength: 4 })],
]);

/** What becomes of money that is there; in vain where there is none. */
const sequels = weighted<readonly Act[]>([
  [3, fc.tuple(news, refund)],
  [2, fc.tuple(rest, refundTwice)],
  [3, fc.tuple(refresh, trouble('refund'), refund)],
  [4, fc.tuple(refresh, capture)],
  [3, fc.tuple(refresh, trouble('refund'), refund, resolve)],
  [2, fc.tuple(refresh, failRefund, refund)],
  [2, fc.tuple(crash, refund)],
  [1, fc.tuple(rest, clearReview)],
  [3, fc.tuple(refresh, trouble('capture'), capture, resolve)],
  [1, fc.tuple(refresh, trouble('capture'), capture)],
  [3, fc.tuple(refresh, counter, news)],
  [1, fc.tuple(remember, refund, answerAsRemembered, refresh)],
  [2, fc.tuple(refresh, remember, loseRefundAnswer, refundSome, answerAsRemembered, tryRefundsAgain)],
  [1, fc.tuple(refresh, cancel)],
  [5, anything.map((one) => [one])],
]);

const value = weighted<number>([
  [8, fc.integer({ min: 10, max: 99_999 })],
  [1, fc.constant(10)],
  [1, fc.integer({ min: 1_000_000, max: 99_999_999_999 })],
]);
const lifeMs = weighted<number | null>([
  [12, fc.constant(null)],
  [1, fc.integer({ min: 400, max: 1500 })],
]);
const dojo: fc.Arbitrary<Setting> = fc.record({
  till: fc.constant('dojo'),
  currency: oneOf([
    [3, 'GBP'],
    [2, 'JPY'],
    [2, 'KWD'],
  ]),
  value,
  capture: oneOf([
    [3, 'automatic'],
    [2, 'manual'],
  ]),
  lifeMs,
});
const jodo: fc.Arbitrary<Setting> = fc.record({
  till: fc.constantFrom('jodo order', 'jodo link'),
  currency: fc.constant('INR'),
  value: fc.integer({ min: 100, max: 9_999_999 }),
  capture: fc.constant('automatic'),
  lifeMs,
});

/** What may become of one payment, in some five to fifteen steps. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  setting: fc.oneof({ weight: 3, arbitrary: dojo }, { weight: 1, arbitrary: jodo }),
  acts: fc
    .tuple(beginnings, fc.array(sequels, { minLength: 1, maxLength: 4, size: 'max' }))
    .map(([beginning, stories]) => [beginning, ...stories].flat()),
  end: oneOf(RESTS),
});

type Parts<Does extends Act['does']> = Omit<Extract<Act, { does: Does }>, 'does'>;

function act<Does extends Act['does']>(
  does: Does,
  parts: { [Part in keyof Parts<Does>]: fc.Arbitrary<Parts<Does>[Part]> },
): fc.Arbitrary<Act> {
  return fc.record(parts).map((drawn) => ({ does, ...drawn }) as unknown as Act);
}

function oneOf<T>(choices: Weighted<T>): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

function weighted<T>(choices: Weighted<fc.Arbitrary<T>>): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}
