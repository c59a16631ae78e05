/** Parts of an amount that a plan names without knowing the amount. */
export type Share = 'whole' | 'sixTenths' | 'some' | 'tooMuch';

export type CardPlay = 'pays' | 'pays after a challenge' | 'pays slowly' | 'is declined' | 'fails the challenge';

/** What somebody does in the provider's own portal, past us. */
export type CounterAct = 'close' | 'refund' | 'capture' | 'capture a part' | 'release';

export interface Trouble {
  readonly name: string;
  readonly operation?: string;
}

/** One thing that happens to a payment. Whether it can succeed is for the moment at which it happens to tell. */
export type Act =
  | { readonly does: 'open' }
  | { readonly does: 'refresh' }
  | { readonly does: 'cancel' }
  | { readonly does: 'record' }
  | { readonly does: 'refund'; readonly share: Share; readonly isRepeated: boolean }
  | { readonly does: 'refund twice at once' }
  | { readonly does: 'capture'; readonly share: Share }
  | { readonly does: 'clear the review' }
  | { readonly does: 'try the refunds again' }
  | { readonly does: 'resolve'; readonly isTrue: boolean }
  | { readonly does: 'run out' }
  | { readonly does: 'pay'; readonly card: CardPlay; readonly page: number }
  | { readonly does: 'pay late'; readonly page: number }
  | { readonly does: 'come back' }
  | { readonly does: 'at the counter'; readonly what: CounterAct; readonly page: number }
  | { readonly does: 'deliver'; readonly letter: number; readonly copies: number }
  | { readonly does: 'lose'; readonly letter: number }
  | { readonly does: 'forge' }
  | { readonly does: 'remember an answer' }
  | { readonly does: 'answer as remembered' }
  | { readonly does: 'trouble'; readonly trouble: Trouble }
  | { readonly does: 'crash' }
  | { readonly does: 'rest'; readonly by: Rest };

/** By which way the last news comes: webhooks, somebody who asks, or nothing but time. */
export type Rest = 'letters' | 'a refresh' | 'time';

/** What is sold, and through whom. */
export interface Setting {
  readonly till: 'dojo' | 'jodo order' | 'jodo link';
  readonly currency: string;
  /** Minor units. */
  readonly value: number;
  readonly capture: 'automatic' | 'manual';
  /** The payment ends by itself this soon. */
  readonly lifeMs: number | null;
}

export interface Plan {
  readonly setting: Setting;
  readonly acts: readonly Act[];
  readonly end: Rest;
}
