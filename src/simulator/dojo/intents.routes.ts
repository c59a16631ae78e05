import { Router } from 'express';
import type { ProviderAnswer } from '../provider.answer.js';
import type { ProviderCall, ProviderCalls } from '../provider.calls.js';
import { InvalidRequest, readRequest } from '../request.reader.js';
import type { SimulatorContext } from '../simulator.context.js';
import type { DojoOperation } from './dojo.operations.js';
import { notFound } from './dojo.problem.js';
import type { IntentRecord } from './dojo.state.js';
import { parseTimespanMs } from './dojo.time.js';
import type { IntentBook } from './intent.book.js';
import { echoOf } from './intent.echo.js';
import type { IntentMoney } from './intent.money.js';
import { CreateIntentRequest } from './intent.request.js';
import { searchPage } from './intent.search.js';
import { AmountRequest, CaptureRequest, ReceiptRequest, RefundRequest } from './money.request.js';
import { SearchRequest } from './search.request.js';

interface Parts {
  readonly simulator: SimulatorContext;
  readonly calls: ProviderCalls<DojoOperation>;
  readonly book: IntentBook;
  readonly money: IntentMoney;
}

/** `/payment-intents` and all below it. */
export function intentRoutes({ simulator, calls, book, money }: Parts): Router {
  const show = (intent: IntentRecord, { operation }: ProviderCall) => echoOf(intent, { simulator, operation });
  const answer = (intent: IntentRecord, call: ProviderCall): ProviderAnswer => ({
    status: 200,
    body: show(intent, call),
  });

  const create = (call: ProviderCall): ProviderAnswer => {
    const request = readRequest(CreateIntentRequest, call.body);
    checkCreate(request, { version: call.header('version') ?? '', simulator });
    return answer(book.create(call.accountId, request), call);
  };

  const fetch = (call: ProviderCall): ProviderAnswer => {
    const canceledToo = String(call.query['returnCanceled']).toLowerCase() === 'true';
    return answer(canceledToo ? find(book, call) : findLive(book, call), call);
  };

  const cancel = (call: ProviderCall): ProviderAnswer => {
    const intent = findLive(book, call);
    money.cancel(intent);
    return answer(intent, call);
  };

  const search = (call: ProviderCall): ProviderAnswer => {
    const own = book.all().filter((intent) => intent.accountId === call.accountId);
    const page = searchPage(own, readRequest(SearchRequest, call.body));
    return { status: 200, body: { ...page, data: page.data.map((intent) => show(intent, call)) } };
  };

  const changeAmount = (call: ProviderCall): ProviderAnswer => {
    const intent = findLive(book, call);
    money.changeAmount(intent, readRequest(AmountRequest, call.body));
    return answer(intent, call);
  };

  const capture = (call: ProviderCall): ProviderAnswer => {
    const captureId = money.capture(findLive(book, call), readRequest(CaptureRequest, call.body));
    return { status: 200, body: { message: 'Capture accepted', captureId } };
  };

  const refund = (call: ProviderCall): ProviderAnswer => {
    const intent = findLive(book, call);
    const made = money.refund(intent, idempotencyKey(call), readRequest(RefundRequest, call.body));
    return { status: 200, body: refundWire(intent, made.refundId) };
  };

  const fetchRefund = ({ accountId, params }: ProviderCall): ProviderAnswer => {
    const owner = book
      .all()
      .find((intent) => intent.accountId === accountId && refundWire(intent, params['refundId']!) !== undefined);
    if (!owner) throw notFound();
    return { status: 200, body: refundWire(owner, params['refundId']!) };
  };

  const reverse = (call: ProviderCall): ProviderAnswer => {
    const reversalId = money.reverse(findLive(book, call));
    return { status: 200, body: { message: 'Reversal accepted', reversalId } };
  };

  const sendReceipt = (call: ProviderCall): ProviderAnswer => {
    findLive(book, call);
    readRequest(ReceiptRequest, call.body);
    return { status: 204 };
  };

  const router = Router();
  router.post('/payment-intents', calls.handle('create', create));
  router.post('/payment-intents/search', calls.handle('search', search));
  router.get('/payment-intents/refunds/:refundId', calls.handle('refund_fetch', fetchRefund));
  router.get('/payment-intents/:intentId', calls.handle('fetch', fetch));
  router.delete('/payment-intents/:intentId', calls.handle('cancel', cancel));
  router.post('/payment-intents/:intentId/amount', calls.handle('amount', changeAmount));
  router.post('/payment-intents/:intentId/captures', calls.handle('capture', capture));
  router.post('/payment-intents/:intentId/refunds', calls.handle('refund', refund));
  router.post('/payment-intents/:intentId/reversal', calls.handle('reversal', reverse));
  router.post('/payment-intents/:intentId/receipt', calls.handle('receipt', sendReceipt));
  return router;
}

/** Another account's intent is as unknown as one that never was. */
function find(book: IntentBook, { accountId, params }: ProviderCall): IntentRecord {
  const intent = book.find(params['intentId']!);
  if (intent?.accountId !== accountId) throw notFound();
  return intent;
}

/** A canceled intent is gone for every operation but a fetch that asks for it. */
function findLive(book: IntentBook, call: ProviderCall): IntentRecord {
  const intent = find(book, call);
  if (intent.status === 'Canceled') throw notFound();
  return intent;
}

function idempotencyKey(call: ProviderCall): string {
  const key = call.header('idempotencyKey');
  if (!key) throw new InvalidRequest({ IdempotencyKey: ['The idempotencyKey header is required.'] });
  if (key.length > 100) throw new InvalidRequest({ IdempotencyKey: ['The idempotencyKey header is too long.'] });
  return key;
}

/** Neither an amount nor a status, as at Dojo. */
function refundWire(intent: IntentRecord, refundId: string) {
  const refund = intent.refunds.find((candidate) => candidate.refundId === refundId);
  if (!refund) return undefined;
  return { paymentIntentId: intent.id, refundId, refundReason: refund.refundReason, notes: refund.notes };
}

/** The rules of a create that concern more than one member. */
function checkCreate(
  request: CreateIntentRequest,
  { version, simulator }: { version: string; simulator: SimulatorContext },
): void {
  const { amount, tipsAmount, cashbackAmount, serviceChargeAmount } = request;
  if (!simulator.currencies.includes(amount.currencyCode)) {
    throw new InvalidRequest({ 'Amount.CurrencyCode': [`Known currencies: ${simulator.currencies.join(', ')}.`] });
  }
  const extras = [tipsAmount, cashbackAmount, serviceChargeAmount];
  if (extras.some((extra) => extra && extra.currencyCode !== amount.currencyCode)) {
    throw new InvalidRequest({ 'Amount.CurrencyCode': ['All amounts must have one currency.'] });
  }
  if (request.expireAt && Date.parse(request.expireAt) <= simulator.clock.now().getTime()) {
    throw new InvalidRequest({ ExpireAt: ['The field ExpireAt must be in the future.'] });
  }
  if (request.isNotOnlineCheckout !== undefined && version < '2026-02-27') {
    throw new InvalidRequest({ IsNotOnlineCheckout: ['The field is unknown in this version.'] });
  }
  checkAutoExpiry(request);
}

function checkAutoExpiry({ captureMode, autoExpireIn, autoExpireAction }: CreateIntentRequest): void {
  const isManual = captureMode === 'Manual';
  if (isManual && !autoExpireAction) {
    throw new InvalidRequest({ AutoExpireAction: ['The AutoExpireAction field is required.'] });
  }
  if (!isManual && !autoExpireIn) return;
  const lifeMs = parseTimespanMs(autoExpireIn ?? '');
  if (lifeMs === undefined || lifeMs <= 30_000 || lifeMs >= 7 * 24 * 3_600_000) {
    throw new InvalidRequest({ AutoExpireIn: ['The field AutoExpireIn must be over 30 seconds and under 7 days.'] });
  }
}
