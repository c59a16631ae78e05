import express, { type Request, type Response, Router } from 'express';
import { formFields } from '../form.fields.js';
import type { PageRenderer } from '../page.renderer.js';
import type { SimulatorContext } from '../simulator.context.js';
import { checkoutView, closedMessage, formView, returnUrl } from './checkout.view.js';
import type { IntentRecord } from './dojo.state.js';
import type { IntentBook } from './intent.book.js';
import type { IntentPayments, PayOutcome } from './intent.payments.js';

interface Parts {
  readonly simulator: SimulatorContext;
  readonly pages: PageRenderer;
  readonly book: IntentBook;
  readonly payments: IntentPayments;
}

/**
 * The hosted checkout. Browser tests may rely on these element ids: `#card-number`, `#expiry`, `#cvv`, `#card-name`,
 * `#slow-bank`, `#pay`, `#cancel`, `#notice` on the card page; `#challenge-accept`, `#challenge-reject` on the 3-D Secure
 * page; `#message` and `#return` on the pages that only say something. The inputs' names are `cardNumber`, `expiry`, `cvv`,
 * `cardName`, `slowBank`; the challenge's buttons are named `decision`.
 */
export function checkoutRoutes({ simulator, pages, book, payments }: Parts): Router {
  /** Saves before anything is shown: what a payer saw must still be true after a restart. */
  const withIntent =
    (show: (intent: IntentRecord, request: Request, response: Response) => void | Promise<void>) =>
    async (request: Request, response: Response) => {
      const intent = book.find(String(request.params['intentId']));
      await simulator.store.save();
      if (intent) await show(intent, request, response);
      else pages.send(response, { view: 'message', status: 404, data: UNKNOWN });
    };

  const showMessage = (intent: IntentRecord, response: Response) => {
    const message = closedMessage(intent, simulator.clock.now().getTime());
    const data = {
      ...checkoutView(intent),
      ...message,
      returnUrl: intent.status === 'Canceled' ? undefined : returnUrl(intent),
    };
    pages.send(response, { view: 'message', data });
  };

  const showForm = withIntent((intent, request, response) => {
    if (!payments.isPayable(intent)) showMessage(intent, response);
    else pages.send(response, { view: 'checkout', data: formView(intent, request.query) });
  });

  const leadOn = async (intent: IntentRecord, outcome: PayOutcome, response: Response) => {
    await simulator.store.save();
    const page = `/checkout/${intent.id}`;
    if (outcome.kind === 'challenge') response.redirect(303, `${page}/challenge/${outcome.transactionId}`);
    else if (outcome.kind === 'declined' || outcome.kind === 'unknown_card') {
      response.redirect(303, `${page}?notice=${outcome.kind}`);
    } else if (outcome.kind === 'closed') response.redirect(303, page);
    else response.redirect(303, returnUrl(intent) ?? page);
  };

  const pay = withIntent((intent, request, response) => {
    const field = formFields(request);
    const entry = {
      number: field('cardNumber'),
      expiry: field('expiry'),
      cvv: field('cvv'),
      name: field('cardName'),
      slowBank: field('slowBank') !== '',
    };
    return leadOn(intent, payments.pay(intent, entry), response);
  });

  const showChallenge = withIntent((intent, request, response) => {
    const { transactionId } = request.params;
    const challenge = intent.challenges.find((candidate) => candidate.transactionId === transactionId);
    if (!challenge || !payments.isPayable(intent)) response.redirect(303, `/checkout/${intent.id}`);
    else pages.send(response, { view: 'challenge', data: { ...checkoutView(intent), ...challenge } });
  });

  const answerChallenge = withIntent((intent, request, response) => {
    const accepted = formFields(request)('decision') === 'accept';
    const outcome = payments.answerChallenge(intent, String(request.params['transactionId']), accepted);
    return leadOn(intent, outcome, response);
  });

  const showLeft = withIntent((intent, _request, response) => {
    pages.send(response, {
      view: 'message',
      data: { ...checkoutView(intent), ...LEFT, retryUrl: `/checkout/${intent.id}` },
    });
  });

  const router = Router();
  router.get('/checkout/:intentId', showForm);
  router.post('/checkout/:intentId/pay', express.urlencoded({ extended: false }), pay);
  router.get('/checkout/:intentId/challenge/:transactionId', showChallenge);
  router.post('/checkout/:intentId/challenge/:transactionId', express.urlencoded({ extended: false }), answerChallenge);
  router.get('/checkout/:intentId/left', showLeft);
  return router;
}

const UNKNOWN = {
  title: 'Sandbox merchant',
  heading: 'Payment not found',
  text: 'No payment belongs to this address.',
};
const LEFT = { heading: 'You left the payment', text: 'Nothing was charged. The payment can still be made.' };
