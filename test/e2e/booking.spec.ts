import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { LinkDto } from '../../src/links/dto/link.dto.js';
import type { PaymentListDto } from '../../src/payments/dto/payment-list.dto.js';
import type { PaymentDto } from '../../src/payments/dto/payment.dto.js';
import type { TimelineDto } from '../../src/timeline/dto/timeline.dto.js';
import { PAYS } from '../simulator/support/dojo.client.js';
import { exchange } from '../support/api.client.js';
import { freePort } from '../support/dunlin.process.js';
import { DunlinWorld } from '../support/dunlin.world.js';
import { patiently } from '../support/patiently.js';
import { expectProblem, RestCalls } from '../support/rest.calls.js';

jest.setTimeout(60_000);

/** Long enough to answer in between, short enough to wait for. */
const WARNING_SECONDS = '3';

let world: DunlinWorld;
let rest: RestCalls;

beforeAll(async () => {
  world = await DunlinWorld.running({ UNBOOKED_WARNING_SECONDS: WARNING_SECONDS });
  await world.start({
    ROLE: 'worker',
    PORT: String(await freePort()),
    UNBOOKED_WARNING_SECONDS: WARNING_SECONDS,
  });
  rest = new RestCalls(world);
}, 90_000);

afterAll(() => world.close());

const POSTED = { status: 'posted', voucher: 'RE-4711' };
const REJECTED = { status: 'rejected', reason: 'period closed' };

function book(id: string, booking: object) {
  return rest.send('put', `/v1/payments/${id}/booking`).send(booking);
}

async function paid(): Promise<LinkDto> {
  const link = await world.link(`INV-${randomUUID()}`);
  const pressed = await exchange({ method: 'POST', url: `${link.url}/pay` });
  await world.provider.payAt(String(pressed.headers['location']), PAYS);
  await world.erp.waitFor(link.payment.reference, 'payment.paid');
  return link;
}

async function typesAfterPaid({ payment }: LinkDto): Promise<string[]> {
  const types = (await world.eventsAbout(payment.reference)).map(({ type }) => type);
  return types.slice(types.indexOf('payment.paid') + 1);
}

describe('the warning that a payment is not booked', () => {
  let forgotten: LinkDto;
  let answered: [LinkDto, LinkDto];

  beforeAll(async () => {
    forgotten = await paid();
    answered = [await paid(), await paid()];
    await book(answered[0].paymentId, POSTED);
    await book(answered[1].paymentId, REJECTED);
    const last = await paid();
    // Warnings come in the order of the payments: after this one there are none to come for the others.
    await world.erp.waitFor(last.payment.reference, 'payment.unbooked_warning');
  });

  it('comes once, from whichever of two workers', async () => {
    const warning = await world.erp.waitFor(forgotten.payment.reference, 'payment.unbooked_warning');

    expect(await typesAfterPaid(forgotten)).toEqual(['payment.unbooked_warning']);
    expect(warning.data.payment).toMatchObject({ status: 'paid', booking: { status: 'unbooked' }, version: 4 });
  });

  it('does not come for what was posted, nor for what was rejected: the ERP has answered', async () => {
    const types = await Promise.all(answered.map(typesAfterPaid));

    expect(types).toEqual([['payment.booked'], ['payment.booking_rejected']]);
  });

  it('leaves the payment to be booked', async () => {
    const { body } = await book(forgotten.paymentId, POSTED);

    expect((body as PaymentDto).booking).toMatchObject(POSTED);
  });
});

describe('a payment that the ERP has answered for', () => {
  it('may be answered for anew: posted, taken back and posted again are three steps that tell what was before', async () => {
    const link = await paid();
    await book(link.paymentId, POSTED);
    await book(link.paymentId, REJECTED);
    const last = await book(link.paymentId, { status: 'posted', voucher: 'RE-4712' });
    await patiently(async () => (await typesAfterPaid(link)).length === 3 || undefined);

    const told = (await world.eventsAbout(link.payment.reference)).slice(-3);
    const [postedAt, rejectedAt, at] = told.map(({ data }) => data.payment!.updatedAt);
    expect(told.map(({ type, previous }) => ({ type, previous }))).toEqual([
      {
        type: 'payment.booked',
        previous: { booking: { status: 'unbooked', voucher: null, reason: null, at: null } },
      },
      {
        type: 'payment.booking_rejected',
        previous: { booking: { status: 'posted', voucher: 'RE-4711', reason: null, at: postedAt } },
      },
      {
        type: 'payment.booked',
        previous: { booking: { status: 'rejected', voucher: null, reason: 'period closed', at: rejectedAt } },
      },
    ]);
    expect((last.body as PaymentDto).booking).toEqual({ status: 'posted', voucher: 'RE-4712', reason: null, at });
  });

  it('is told of once when the same answer is given twenty times at once', async () => {
    const link = await paid();
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(link.paymentId, POSTED)));
    await patiently(async () => (await typesAfterPaid(link)).length > 0 || undefined);

    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await typesAfterPaid(link)).toEqual(['payment.booked']);
  });

  it('is found by its booking, and its timeline tells what the ERP said', async () => {
    const link = await paid();
    await book(link.paymentId, REJECTED);
    const listed = await world.api.read<PaymentListDto>('/v1/payments?booking=rejected');
    const timeline = await world.api.read<TimelineDto>(`/v1/payments/${link.paymentId}/timeline`);

    expect(listed.data.map(({ id }) => id)).toContain(link.paymentId);
    expect(listed.data.every(({ booking }) => booking.status === 'rejected')).toBe(true);
    expect(timeline.data.map(({ text }) => text)).toContain('The ERP could not book it: period closed');
  });
});

describe('a booking', () => {
  it('of another account’s payment, or of none, is not found', async () => {
    expectProblem(await book('pay_01h455vb4pex5vsknk084sn02q', POSTED), 404, 'not_found');
    const live = await world.addKey({ mode: 'live' });
    const { paymentId } = await paid();
    const answer = await rest.send('put', `/v1/payments/${paymentId}/booking`, live).send(POSTED);

    expectProblem(answer, 404, 'not_found');
  });

  it('needs a key that may write payments', async () => {
    const reader = await world.addKey({ scopes: ['payments:read'] });
    const { paymentId } = await paid();

    expectProblem(await rest.send('put', `/v1/payments/${paymentId}/booking`, reader).send(POSTED), 403, 'forbidden');
  });

  it.each([
    [{ status: 'posted', voucher: '' }, 'voucher'],
    [{ status: 'posted', voucher: 'RE-1\nRE-2' }, 'voucher'],
    [{ status: 'posted', voucher: 'x'.repeat(201) }, 'voucher'],
    [{ status: 'rejected', reason: '' }, 'reason'],
    [{ status: 'rejected', reason: 'x'.repeat(1001) }, 'reason'],
    [{ status: 'unbooked' }, 'status'],
    [{ status: 'posted', voucher: 4711 }, 'voucher'],
    [{ status: 'posted', voucher: 'RE-1', at: '2030-01-01T00:00:00.000Z' }, 'at'],
  ])('that is malformed names the field: %j', async (booking, path) => {
    const { errors } = expectProblem(await book('pay_01h455vb4pex5vsknk084sn02q', booking), 400, 'validation_failed');

    expect(new Set(errors!.map((error) => error.path))).toEqual(new Set([path]));
  });
});
