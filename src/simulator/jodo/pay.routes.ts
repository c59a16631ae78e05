import express, { type Request, type Response, Router } from 'express';
import { formFields } from '../form.fields.js';
import type { PageRenderer } from '../page.renderer.js';
import type { SimulatorContext } from '../simulator.context.js';
import type { OrderRecord } from './jodo.state.js';
import type { OrderCheckout, PayOutcome } from './order.checkout.js';
import type { OrderLife } from './order.life.js';
import { pagePath } from './order.wire.js';
import { approvalView, closedMessage, orderView, payView, returnUrl } from './pay.view.js';

interface Parts {
  readonly simulator: SimulatorContext;
  readonly pages: PageRenderer;
  readonly life: OrderLife;
  readonly checkout: OrderCheckout;
}

type Show = (order: OrderRecord, request: Request, response: Response) => void | Promise<void>;

/**
 * The hosted page. Browser tests may rely on these element ids: `#pay-upi`, `#pay-card`, `#slow-bank`, `#cancel`,
 * `#notice` on the page; `#approve`, `#decline` on the one that stands for the payer's app; `#message` and `#return` on those
 * that only say something. The buttons that pay are named `method`, those of the app `decision`.
 */
export function payRoutes({ simulator, pages, life, checkout }: Parts): Router {
  /** Saves before anything is shown: what a payer saw must still be true after a restart. */
  const withOrder = (show: Show) => async (request: Request, response: Response) => {
    const { orderId, transactionId } = request.params;
    const order = life.find(String(orderId));
    await simulator.store.save();
    if (order && order.transactionId === transactionId) await show(order, request, response);
    else pages.send(response, { view: 'message', status: 404, data: UNKNOWN });
  };

  const showPage = withOrder((order, request, response) => {
    if (!checkout.outcome(order)) pages.send(response, { view: 'order', data: payView(order, request.query) });
    else {
      const data = { ...orderView(order), ...closedMessage(order), returnUrl: returnUrl(order) };
      pages.send(response, { view: 'message', data });
    }
  });

  const leadOn = async (order: OrderRecord, outcome: PayOutcome, response: Response) => {
    await simulator.store.save();
    const page = pagePath(order);
    if (outcome === 'declined') response.redirect(303, `${page}?notice=declined`);
    else response.redirect(303, (outcome !== 'closed' && returnUrl(order)) || page);
  };

  const choose = withOrder(async (order, request, response) => {
    const field = formFields(request);
    const method = field('method') === 'card' ? 'card' : 'upi';
    const begun = checkout.begin(order, { method, slowBank: field('slowBank') !== '' });
    if (typeof begun === 'string') return leadOn(order, begun, response);
    await simulator.store.save();
    response.redirect(303, `${pagePath(order)}/approval/${begun.id}`);
  });

  const showApproval = withOrder((order, request, response) => {
    const attempt = checkout.attempt(order, String(request.params['attemptId']));
    if (!attempt || checkout.outcome(order)) response.redirect(303, pagePath(order));
    else pages.send(response, { view: 'approval', data: approvalView(order, attempt) });
  });

  const answerApproval = withOrder((order, request, response) => {
    const approved = formFields(request)('decision') === 'approve';
    return leadOn(order, checkout.answer(order, String(request.params['attemptId']), approved), response);
  });

  const showLeft = withOrder((order, _request, response) => {
    pages.send(response, { view: 'message', data: { ...orderView(order), ...LEFT, retryUrl: pagePath(order) } });
  });

  const router = Router();
  const page = '/p/:orderId/:transactionId';
  router.get(page, showPage);
  router.post(`${page}/pay`, express.urlencoded({ extended: false }), choose);
  router.get(`${page}/approval/:attemptId`, showApproval);
  router.post(`${page}/approval/:attemptId`, express.urlencoded({ extended: false }), answerApproval);
  router.get(`${page}/left`, showLeft);
  return router;
}

const UNKNOWN = {
  title: 'Sandbox institute',
  heading: 'Payment not found',
  text: 'No payment belongs to this address.',
};
const LEFT = { heading: 'You left the payment', text: 'Nothing was charged. The payment can still be made.' };
