import type { SimulatorContext } from '../simulator.context.js';
import { newOrderId, newTransactionId } from './jodo.ids.js';
import type { OrderProduct, OrderRecord } from './jodo.state.js';
import type { LinkRequest, OrderRequest } from './order.request.js';
import { parseRupees } from './rupee.amounts.js';

const ECHOED = ['identifier', 'custom_identifier', 'student_name', 'grade', 'date_of_birth', 'new_admission'] as const;
const YEARS = ['academic_year_start', 'academic_year_end'] as const;

export interface NewOrder {
  readonly accountId: string;
  readonly product: OrderProduct;
  readonly request: OrderRequest & LinkRequest;
}

/** The pay orders and payment links. */
export class OrderBook {
  constructor(private readonly simulator: SimulatorContext) {}

  /** Not idempotent, as at Jodo: the same request twice makes two payable orders. */
  create({ accountId, product, request }: NewOrder): OrderRecord {
    const { name, phone, email, details, notes = [], collector_code, callback_url, expires_at } = request;
    const order: OrderRecord = {
      id: newOrderId(),
      transactionId: newTransactionId(),
      accountId,
      product,
      payer: { name, phone, email },
      details: details.map((line) => ({
        componentType: line.component_type,
        amountPaise: parseRupees(line.amount) ?? 0,
      })),
      notes: notes.map(({ key, value }) => ({ key, value })),
      echoes: echoesOf(request),
      collectorCode: collector_code,
      callbackUrl: callback_url,
      createdAt: this.simulator.clock.now().toISOString(),
      expiresAt: expires_at && new Date(expires_at).toISOString(),
      status: 'unpaid',
      attempts: [],
    };
    this.orders()[order.id] = order;
    this.simulator.store.touch();
    return order;
  }

  get(orderId: string): OrderRecord | undefined {
    return Object.hasOwn(this.orders(), orderId) ? this.orders()[orderId] : undefined;
  }

  /** In the order of their making. */
  all(): OrderRecord[] {
    return Object.values(this.orders());
  }

  private orders(): Record<string, OrderRecord> {
    return this.simulator.store.state.jodo.orders;
  }
}

/** There is no total on the wire: what is due is the sum of the lines. */
export function totalPaise({ details }: OrderRecord): number {
  return details.reduce((sum, line) => sum + line.amountPaise, 0);
}

/** Every text of ours that an order carries; the one under the key `reference` first. */
export function referencesOf(notes: OrderRecord['notes']): string[] {
  const ours = (note: OrderRecord['notes'][number]) => (note.key === 'reference' ? 0 : 1);
  return notes.toSorted((one, other) => ours(one) - ours(other)).map(({ value }) => value);
}

function echoesOf(request: OrderRequest): OrderRecord['echoes'] {
  const echoes: Record<string, string | number | boolean> = {};
  for (const name of ECHOED) {
    const value = request[name];
    if (value !== undefined && value !== null) echoes[name] = value;
  }
  for (const name of YEARS) if (request[name]) echoes[name] = Number(request[name]);
  return echoes;
}
