import type { Router } from 'express';
import type { DeliveryView } from './delivery.record.js';
import type { PageRenderer } from './page.renderer.js';

export const PROVIDER_NAMES = ['dojo', 'jodo'] as const;

export type ProviderName = (typeof PROVIDER_NAMES)[number];

/** A payment as the front page lists it. */
export interface ListedPayment {
  readonly reference: string;
  readonly total: string;
  readonly status: string;
  readonly charges: number;
  readonly createdAt: string;
  readonly id: string;
  /** Where its payer pays. */
  readonly pageUrl: string;
}

/** One provider as the simulator's shell sees it: what is its own on the wire, and the handles that every provider has. */
export interface SimulatedProvider {
  readonly name: ProviderName;
  /** What a scenario can be limited to. */
  readonly operations: readonly string[];
  /** `POST /_sim/<name>` for what this provider alone has; `undefined` from one of them answers 404. */
  readonly actions: Readonly<Record<string, (body: unknown) => unknown>>;
  /** Its API and its hosted page. */
  routes(pages: PageRenderer): Router;
  knows(paymentId: string): boolean;
  /** Does what the hosted page does, for callers without a browser. Throws `InvalidRequest`. */
  pay(body: unknown): unknown;
  /** Its lists in the common ledger, each under a name of its own; of one reference, where one is given. */
  ledger(reference?: string): Readonly<Record<string, readonly unknown[]>>;
  deliveries(): readonly DeliveryView[];
  /** Oldest first. */
  payments(): readonly ListedPayment[];
  /** Does at once what the moved clock has made due. */
  clockMoved(): void;
  /** Forgets payments and deliveries. Subscriptions stay: they are the accounts' settings, not their history. */
  reset(): void;
  /** Goes on with what a restart interrupted. */
  resume(): void;
  close(): Promise<void>;
}
