import { Router } from 'express';
import type { ProviderAnswer } from '../provider.answer.js';
import type { ProviderCall, ProviderCalls } from '../provider.calls.js';
import type { SimulatorContext } from '../simulator.context.js';
import { invalidPayload, orderNotFound, success } from './jodo.answer.js';
import { jodoGate } from './jodo.gate.js';
import type { JodoOperation } from './jodo.operations.js';
import type { OrderProduct, OrderRecord } from './jodo.state.js';
import type { NewOrder, OrderBook } from './order.book.js';
import type { OrderLife } from './order.life.js';
import { LinkRequest, OrderRequest } from './order.request.js';
import { createdWire, fetchedWire } from './order.wire.js';
import { readPayload } from './payload.reader.js';

interface Parts {
  readonly simulator: SimulatorContext;
  readonly calls: ProviderCalls<JodoOperation>;
  readonly book: OrderBook;
  readonly life: OrderLife;
}

/** `/pay/orders` and `/pay/payment_links`. An order cannot be cancelled, and nothing can be listed or given back. */
export function orderRoutes({ simulator, calls, book, life }: Parts): Router {
  const create = (order: NewOrder) => {
    const made = book.create(order);
    life.watch(made);
    return createdWire(made, simulator.baseUrl);
  };

  const createOrder = ({ accountId, body }: ProviderCall): ProviderAnswer =>
    success(200, create({ accountId, product: 'order', request: readPayload(OrderRequest, body) }));

  const createLink = ({ accountId, body }: ProviderCall): ProviderAnswer => {
    const request = readPayload(LinkRequest, body);
    if (request.expires_at && Date.parse(request.expires_at) <= simulator.clock.now().getTime()) {
      throw invalidPayload([{ key: 'expires_at', message: 'ensure this value is in the future' }]);
    }
    return success(201, create({ accountId, product: 'link', request }));
  };

  const find = ({ accountId, params }: ProviderCall, product: OrderProduct): OrderRecord => {
    const orderId = params['orderId']!;
    const order = life.find(orderId);
    if (order?.accountId !== accountId || order.product !== product) throw orderNotFound(orderId);
    return order;
  };

  const fetch =
    (product: OrderProduct) =>
    (call: ProviderCall): ProviderAnswer =>
      success(200, fetchedWire(find(call, product), simulator));

  const cancelLink = (call: ProviderCall): ProviderAnswer => {
    life.cancel(find(call, 'link'));
    return { status: 200, body: { status: 'success', message: 'Payment link cancelled successfully!' } };
  };

  const router = Router();
  router.post('/pay/orders', ...jodoGate, calls.handle('create', createOrder));
  router.get('/pay/orders/:orderId', ...jodoGate, calls.handle('fetch', fetch('order')));
  router.post('/pay/payment_links', ...jodoGate, calls.handle('create', createLink));
  router.get('/pay/payment_links/:orderId', ...jodoGate, calls.handle('fetch', fetch('link')));
  router.delete('/pay/payment_links/:orderId', ...jodoGate, calls.handle('cancel', cancelLink));
  return router;
}
