import { DojoGatewayProvider } from '../../../../src/gateways/dojo/dojo-gateway.provider.js';
import type { RefundOrder } from '../../../../src/gateways/payment-gateway.js';
import { failureOf } from '../../../contract/gateway.bench.js';
import { ScriptedProvider, type ScriptedAnswer } from '../../../contract/scripted-provider.js';

const REFUSED: ScriptedAnswer = {
  status: 400,
  body: { Status: 400, Detail: 'Your refund request was not successful. Status: Failed.', Extensions: {} },
};
const WHOLE: RefundOrder = {
  providerPaymentId: 'pi_1',
  refundId: 'rfd_1',
  amount: { value: 1050, currency: 'GBP' },
  isWhole: true,
  reason: null,
};

let scripted: ScriptedProvider;

beforeAll(async () => {
  scripted = await ScriptedProvider.start();
});
afterAll(() => scripted.stop());

function refund(
  order: RefundOrder,
  answers: { refund: ScriptedAnswer; reversal: ScriptedAnswer; intent?: ScriptedAnswer },
) {
  const { intent = intentWith(0) } = answers;
  scripted.answers(({ method, path }) => {
    if (method === 'GET') return intent;
    return path.endsWith('/reversal') ? answers.reversal : answers.refund;
  });
  const provider = new DojoGatewayProvider({ baseUrl: scripted.url, timeoutMs: 1000 });
  const credentials = { apiKey: 'sk_sandbox_refunds' };
  const gateway = provider.open({ mode: 'sandbox', credentials, settings: {}, webhookSecrets: [] });
  return gateway.refunds!.refund(order);
}

function intentWith(refundedAmount: number, value = 1050): ScriptedAnswer {
  const body = { id: 'pi_1', status: 'Captured', amount: { value, currencyCode: 'GBP' }, refundedAmount };
  return { status: 200, body };
}

const reversals = () => scripted.seen.filter(({ path }) => path.endsWith('/reversal'));
const paths = () => scripted.seen.map(({ path }) => path);

describe('a whole refund that Dojo refuses on the day of the capture', () => {
  it.each([{ message: 'ok', reversalId: 'rvs_1' }, { id: 'rvs_1' }])(
    'goes back as a reversal, whose id stands in %j',
    async (body) => {
      const answer = await refund(WHOLE, { refund: REFUSED, reversal: { status: 200, body } });

      expect(answer).toEqual({ providerRefundId: 'rvs_1' });
      expect(paths()).toEqual([
        '/payment-intents/pi_1/refunds',
        '/payment-intents/pi_1?returnCanceled=true',
        '/payment-intents/pi_1/reversal',
      ]);
    },
  );

  it.each([
    ['a part went back at the counter since', intentWith(50)],
    ['another sum was taken', intentWith(0, 2100)],
    ['it was refunded after all', { status: 200, body: { id: 'pi_1', status: 'Refunded' } }],
  ])('is no reversal where %s, which would give back more than was ordered', async (_, intent) => {
    const reversal = { status: 200, body: { id: 'rvs_1' } };
    const failure = await failureOf(refund(WHOLE, { refund: REFUSED, reversal, intent }));

    expect(failure).toMatchObject({ kind: 'rejected', providerStatus: 400 });
    expect(reversals()).toEqual([]);
  });

  it('surely did not happen where Dojo does not say how things stand, and may be tried again', async () => {
    const reversal = { status: 200, body: { id: 'rvs_1' } };
    const failure = await failureOf(refund(WHOLE, { refund: REFUSED, reversal, intent: 'reset' }));

    expect(failure.kind).toBe('not_sent');
    expect(reversals()).toEqual([]);
  });

  it('is refused in the words of the refund where a reversal is refused too', async () => {
    const failure = await failureOf(refund(WHOLE, { refund: REFUSED, reversal: { status: 409, body: {} } }));

    expect(failure).toMatchObject({ kind: 'rejected', providerStatus: 400 });
    expect(failure.message).toContain('not successful');
  });

  it('has an unknown outcome where the reversal has', async () => {
    const failure = await failureOf(refund(WHOLE, { refund: REFUSED, reversal: 'reset' }));

    expect(failure.kind).toBe('unknown_outcome');
  });
});

describe('a refund', () => {
  it('of a part is never made a reversal, which gives back the whole', async () => {
    const part = { ...WHOLE, amount: { value: 50, currency: 'GBP' }, isWhole: false };
    await failureOf(refund(part, { refund: REFUSED, reversal: { status: 200, body: { id: 'rvs_1' } } }));

    expect(paths()).toEqual(['/payment-intents/pi_1/refunds']);
  });

  it('that was not refused but not understood is never made a reversal', async () => {
    const failure = await failureOf(
      refund(WHOLE, { refund: { status: 500, body: {} }, reversal: { status: 200, body: { id: 'rvs_1' } } }),
    );

    expect(failure.kind).toBe('unknown_outcome');
    expect(paths()).toEqual(['/payment-intents/pi_1/refunds']);
  });

  it('is one POST of a bare integer under our id as its key, with the reason', async () => {
    await refund(
      { ...WHOLE, reason: 'Course canceled' },
      { refund: { status: 200, body: { message: 'ok', refundId: 'rfnd_1' } }, reversal: 'reset' },
    );

    const [{ headers, text }] = scripted.seen as [(typeof scripted.seen)[0]];
    expect(headers['idempotencykey']).toBe('rfd_1');
    expect(JSON.parse(text)).toEqual({ amount: 1050, refundReason: 'Course canceled' });
  });
});
