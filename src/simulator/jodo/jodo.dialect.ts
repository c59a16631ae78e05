import type { ProviderDialect } from '../provider.calls.js';
import { orderNotFound } from './jodo.answer.js';
import { type OrderBook, referencesOf } from './order.book.js';

/** Jodo's calls name an order or, where there is none yet, carry our texts in their notes. */
export function jodoDialect(book: OrderBook): ProviderDialect {
  return {
    subjectOf: ({ params, body }) => {
      const { orderId } = params;
      if (!orderId) return { reference: referencesOf(notesOf(body)) };
      return { intentId: orderId, reference: referencesOf(book.get(orderId)?.notes ?? []) };
    },
    refusalOf: () => undefined,
    faults: {
      missing: () => orderNotFound('unknown').answer,
      429: () => ({ message: 'Too Many Requests' }),
      500: () => ({ message: 'Internal Server Error' }),
    },
  };
}

/** Of a body that nobody has checked yet. */
function notesOf(body: unknown): { key: string; value: string }[] {
  const notes = (body as { notes?: unknown } | undefined)?.notes;
  if (!Array.isArray(notes)) return [];
  return notes.filter((note: unknown): note is { key: string; value: string } => {
    const { key, value } = (note ?? {}) as Record<string, unknown>;
    return typeof key === 'string' && typeof value === 'string';
  });
}
