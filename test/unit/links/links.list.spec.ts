import { Cursors } from '../../../src/common/cursor.js';
import { newId } from '../../../src/common/ids.js';
import type { Link } from '../../../src/links/link.entity.js';
import { LINK_STATUSES } from '../../../src/links/link.entity.js';
import { LinksList } from '../../../src/links/links.list.js';
import { PAYMENT_STATUSES } from '../../../src/payments/payment-status.js';
import type { Payment } from '../../../src/payments/payment.entity.js';
import { aLink, anOwnerIn, aPayment, type Owner } from '../../support/builders.js';
import { FakeClock } from '../../support/fake-clock.js';
import { openTestDatabase, type TestDataSource } from '../../support/test-database.js';

const clock = new FakeClock();
const EARLIER = new Date(clock.now().getTime() - 1);
const LATER = new Date(clock.now().getTime() + 1);

let db: TestDataSource;
let owner: Owner;
let list: LinksList;
let cases: { link: Link; payment: Payment }[];

beforeAll(async () => {
  db = await openTestDatabase();
  owner = await anOwnerIn(db.database);
  list = new LinksList(db.database, new Cursors('a pepper of the test'), clock);
  cases = everyCase(owner);
  await db.database.write({ insert: cases.flatMap(({ link, payment }) => [payment, link]) });
});

afterAll(() => db.close());

/** Every status of a payment, with every order of now and the two ends, canceled and not. */
function everyCase(of: Owner): { link: Link; payment: Payment }[] {
  const ends = [EARLIER, clock.now(), LATER];
  return PAYMENT_STATUSES.flatMap((status) =>
    [null, ...ends].flatMap((paymentEnd) =>
      ends.flatMap((expiresAt) =>
        [null, EARLIER].map((canceledAt) => {
          const payment = aPayment().in(of).inState(status).with({ expiresAt: paymentEnd }).build();
          return { payment, link: Object.assign(aLink(payment), { expiresAt, canceledAt }) };
        }),
      ),
    ),
  );
}

describe.each(LINK_STATUSES)('the filter for links that are %s', (status) => {
  it('finds those of which the link itself says so, and no others', async () => {
    const expected = cases.filter(({ link, payment }) => link.statusFor(payment, clock.now()) === status);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list.page(
        { ...owner, keyId: newId(), scopes: [] },
        { status, limit: 100, ...(cursor && { cursor }) },
      );
      found.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);

    expect(expected.length).toBeGreaterThan(0);
    expect(found.toSorted()).toEqual(expected.map(({ link }) => link.id).toSorted());
  });
});
