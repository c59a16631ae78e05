import type { SeededRandom } from './seeded.random.js';

export const STORIES = [
  'pays',
  'is declined, and pays',
  'is declined, and leaves',
  'leaves the page open',
  'never opens the page',
  'is told that it is canceled',
  'pays while it is canceled',
  'pays after it was canceled',
  'pays in cash',
  'finds the link canceled',
  'finds the page closed, and pays on another',
  'comes after it has run out',
  'has the money held',
] as const;
export type Story = (typeof STORIES)[number];

/** What goes wrong once at the provider, and only with this sale. */
export interface Misfortune {
  readonly name: string;
  readonly operation?: string;
  readonly delayMs?: number;
  readonly retryAfterSeconds?: number;
}

/** What somebody wants to do about a payment, before anything has happened. */
export interface SalePlan {
  readonly reference: string;
  readonly story: Story;
  readonly amount: { readonly value: number; readonly currency: 'GBP' | 'EUR' };
  readonly capture: 'automatic' | 'manual';
  readonly isByLink: boolean;
  readonly isMailed: boolean;
  /** The ERP's requests come twice at once. */
  readonly isClickedTwice: boolean;
  readonly comesBack: boolean;
  readonly isRefreshed: boolean;
  readonly booking: 'posted' | 'rejected' | null;
  /** Parts of the whole that are given back, one after the other or at once. */
  readonly refunds: { readonly parts: readonly number[]; readonly areAtOnce: boolean };
  readonly misfortunes: readonly Misfortune[];
}

const STORY_WEIGHTS: readonly (readonly [number, Story])[] = [
  [26, 'pays'],
  [10, 'is declined, and pays'],
  [4, 'is declined, and leaves'],
  [4, 'leaves the page open'],
  [3, 'never opens the page'],
  [5, 'is told that it is canceled'],
  [6, 'pays while it is canceled'],
  [8, 'pays after it was canceled'],
  [5, 'pays in cash'],
  [4, 'finds the link canceled'],
  [8, 'finds the page closed, and pays on another'],
  [5, 'comes after it has run out'],
  [12, 'has the money held'],
];
const REFUNDS: readonly (readonly [number, SalePlan['refunds']])[] = [
  [55, { parts: [], areAtOnce: false }],
  [15, { parts: [1], areAtOnce: false }],
  [12, { parts: [0.3], areAtOnce: false }],
  [8, { parts: [0.3, 0.7], areAtOnce: false }],
  [10, { parts: [0.6, 0.6], areAtOnce: true }],
];
/** Seldom enough at the create that what is made once more stays an exception. */
const MISFORTUNES: readonly (readonly [number, Misfortune])[] = [
  [3, { name: 'provider_reset_after_create', operation: 'create' }],
  [2, { name: 'provider_timeout_after_create', operation: 'create' }],
  [1, { name: 'provider_500', operation: 'create' }],
  [1, { name: 'provider_429', operation: 'create', retryAfterSeconds: 1 }],
  [1, { name: 'provider_drip', operation: 'create' }],
  [1, { name: 'amount_mismatch', operation: 'create' }],
  [2, { name: 'provider_500', operation: 'fetch' }],
  [2, { name: 'provider_timeout', operation: 'fetch' }],
  [2, { name: 'provider_reset', operation: 'fetch' }],
  [1, { name: 'provider_429', operation: 'fetch', retryAfterSeconds: 2 }],
  [1, { name: 'payment_missing', operation: 'fetch' }],
  [4, { name: 'webhook_lost' }],
  [4, { name: 'webhook_twice' }],
  [4, { name: 'webhook_late', delayMs: 2500 }],
  [3, { name: 'webhooks_swapped', delayMs: 3000 }],
  [3, { name: 'return_before_webhook', delayMs: 800 }],
  [5, { name: 'provider_reset_after_create', operation: 'refund' }],
  [2, { name: 'provider_timeout_after_create', operation: 'refund' }],
  [2, { name: 'provider_reset', operation: 'refund' }],
  [2, { name: 'provider_reset_after_create', operation: 'capture' }],
  [2, { name: 'slow_capture', delayMs: 1500 }],
  [1, { name: 'provider_500', operation: 'cancel' }],
  [2, { name: 'provider_reset_after_create', operation: 'cancel' }],
  [4, { name: 'slow_bank', delayMs: 1500 }],
];
/** Of money on a page that was closed nothing tells soon but the provider's webhook. */
const BOUND_TO_WEBHOOKS: readonly Story[] = ['pays after it was canceled', 'pays while it is canceled'];

export function planOf(random: SeededRandom): SalePlan {
  const story = random.weighted(STORY_WEIGHTS);
  const isHeld = story === 'has the money held';
  const isByLink = story === 'finds the link canceled' || random.chance(0.65);
  return {
    reference: `SIM-${random.token().slice(0, 20)}`,
    story,
    amount: { value: random.integer(1, 500_000), currency: random.pick(['GBP', 'EUR']) },
    capture: isHeld ? 'manual' : 'automatic',
    isByLink,
    isMailed: isByLink && random.chance(0.5),
    isClickedTwice: random.chance(0.25),
    comesBack: random.chance(0.5),
    isRefreshed: random.chance(0.2),
    booking: random.weighted([
      [6, 'posted'],
      [1, 'rejected'],
      [3, null],
    ]),
    refunds: random.weighted(REFUNDS),
    misfortunes: misfortunesOf(random, story),
  };
}

function misfortunesOf(random: SeededRandom, story: Story): Misfortune[] {
  const count = random.weighted([
    [4, 0],
    [4, 1],
    [2, 2],
  ]);
  const drawn = Array.from({ length: count }, () => random.weighted(MISFORTUNES));
  return drawn.filter(({ name }) => !(name === 'webhook_lost' && BOUND_TO_WEBHOOKS.includes(story)));
}
