import type { JodoProduct } from './jodo.profile.js';

/** Path segment of each product, also the first part of our `providerPaymentId`. */
const SEGMENTS: Readonly<Record<JodoProduct, string>> = { order: 'orders', payment_link: 'payment_links' };

export interface JodoId {
  readonly product: JodoProduct;
  /** Jodo's own: `order_123`, whichever product it belongs to. */
  readonly orderId: string;
}

/** `orders/order_123`, `payment_links/order_9`: Jodo's ids do not tell which product they belong to, and the paths differ. */
export function toProviderPaymentId({ product, orderId }: JodoId): string {
  return `${SEGMENTS[product]}/${orderId}`;
}

/** Undefined for a text that `toProviderPaymentId` never made. */
export function readProviderPaymentId(providerPaymentId: string): JodoId | undefined {
  const [, segment, orderId] = /^(orders|payment_links)\/(.+)$/s.exec(providerPaymentId) ?? [];
  // Dots are not encoded in a path, and servers walk up on them.
  if (orderId === undefined || orderId === '.' || orderId === '..') return undefined;
  return { product: segment === 'orders' ? 'order' : 'payment_link', orderId };
}

/** `/pay/orders`; with an id `/pay/orders/order_123`. */
export function payPath(product: JodoProduct, orderId?: string): string {
  const collection = `/api/v1/integrations/pay/${SEGMENTS[product]}`;
  return orderId === undefined ? collection : `${collection}/${encodeURIComponent(orderId)}`;
}
