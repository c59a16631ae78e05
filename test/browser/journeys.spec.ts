import { jest } from '@jest/globals';
import { eventually } from '../simulator/support/eventually.js';
import { CHALLENGES, payButton, PAYS, payWith, PHONE, sees, watchHeadings } from './support/payer.js';
import type { LinkMade } from './support/erp.js';
import { DOJO } from './support/provider.pages.js';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(60_000);

const ERP_PAGE = 'http://localhost:9/thanks';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('a payer', () => {
  it('comes from the mail to the link', async () => {
    const link = await stage.erp.makeLink({ send: true });
    const payer = await stage.newPayer();
    const mail = payer.getByRole('link', { name: link.reference });
    await eventually(async () =>
      (await payer.goto(`${stage.dunlin.url}/dev/mailbox`)) && (await mail.count()) ? true : undefined,
    );
    await mail.click();
    const [page] = await Promise.all([
      payer.context().waitForEvent('page'),
      payer.frameLocator('iframe').getByRole('link', { name: 'Pay £42.50' }).click(),
    ]);
    await sees(page, 'Payment to Sample Company');

    expect(page.url()).toBe(link.url);
  });

  it('who refused the 3-D Secure challenge pays with the next card', async () => {
    const link = await stage.erp.makeLink();
    const page = await atDojo(link.url);
    await payWith(page, CHALLENGES);
    await page.click('#challenge-reject');
    await page.locator('#notice').waitFor();
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');

    expect(await stage.checkoutsOf(link)).toMatchObject([{ charges: [{ card: '1005' }] }]);
  });

  it('who goes back from the receipt finds the outcome and not another form', async () => {
    const link = await stage.erp.makeLink();
    const page = await atDojo(link.url);
    await payWith(page, PAYS);
    await sees(page, 'Payment complete');
    await page.goBack();
    expect(await page.locator('#card-number').count()).toBe(0);
    const answer = await page.goto(link.url);
    await sees(page, 'Payment complete');

    expect(answer?.status()).toBe(200);
    expect(await payButton(page).count()).toBe(0);
  });

  it('without JavaScript pays, and sees the payment complete by plain reloading', async () => {
    const link = await stage.erp.makeLink({ returnUrl: ERP_PAGE });
    // A webhook may be faster than the payer's way back, and then there is nothing to confirm.
    await stage.scenario({ name: 'webhook_lost', reference: link.reference, times: 10 });
    const page = await atDojo(link.url, { javaScriptEnabled: false });
    await payWith(page, PAYS);
    await sees(page, 'Confirming your payment');
    await sees(page, 'Payment complete');

    const onward = page.getByRole('link', { name: 'Continue to Sample Company' });
    expect(await onward.getAttribute('href')).toContain(`${ERP_PAGE}?paymentId=${link.paymentId}&`);
    expect(await page.getByRole('button').count()).toBe(0);
  });

  it('with nothing but a keyboard pays', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    await page.goto(link.url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#card-number').focus();
    for (const typed of [PAYS.number, PAYS.expiry, PAYS.cvv, 'Sample Payer']) {
      await page.keyboard.type(typed);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await sees(page, 'Payment complete');

    expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'paid' });
  });

  it('on a small phone has the button in sight and nothing wider than the screen', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer(PHONE);
    await page.goto(link.url);
    const { y, height } = (await page.getByRole('button', { name: 'Pay £42.50' }).boundingBox())!;

    expect(y + height).toBeLessThan(PHONE.viewport.height);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.viewport.width);
  });

  it('who only claims to have paid is shown nothing but what is true', async () => {
    const link = await stage.erp.makeLink({ returnUrl: ERP_PAGE });
    const page = await stage.newPayer();
    const headings = await watchHeadings(page);
    await page.goto(`${link.url}/return?status=paid`);
    await sees(page, 'Payment to Sample Company');

    expect(headings).toEqual(['Payment to Sample Company']);
    expect(await stage.erp.paymentOf(link)).toMatchObject({ status: 'open' });
  });
});

describe('the way on to the ERP', () => {
  it('is taken by itself after paying, tells no address of ours, and back does not lead into it again', async () => {
    const link = await stage.erp.makeLink({ returnUrl: ERP_PAGE });
    const page = await atDojo(link.url);
    const referrers: (string | undefined)[] = [];
    await page.route(`${ERP_PAGE}**`, async (route) => {
      referrers.push(route.request().headers()['referer']);
      await route.fulfill({ contentType: 'text/html', body: '<h1>Sample ERP</h1>' });
    });
    await payWith(page, PAYS);
    await page.getByText('You will be taken there in 5 seconds.').waitFor();
    await stage.screenshot(page, 'onward');
    await page.waitForURL(`${ERP_PAGE}?**`);
    const { searchParams } = new URL(page.url());
    await page.goBack();

    expect(Object.fromEntries(searchParams)).toMatchObject({ reference: link.reference, status: 'paid' });
    expect(referrers).toEqual([undefined]);
    expect(page.url()).not.toContain('/return');
  });

  it('is not taken by who wants to stay', async () => {
    const link = await stage.erp.makeLink({ returnUrl: ERP_PAGE });
    const page = await atDojo(link.url);
    await page.clock.install();
    await payWith(page, PAYS);
    await page.getByRole('button', { name: 'Stay on this page' }).press('Enter');
    await page.clock.fastForward(60_000);

    expect(page.url()).toContain(`${link.url}/return`);
    expect(await page.getByText('You will be taken there').isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Continue to Sample Company');
  });
});

describe('a dead link', () => {
  it('that never was says so with 404, names nobody, and looks the same whatever the token', async () => {
    const page = await stage.newPayer();
    const answer = await page.goto(`${stage.dunlin.url}/l/${'x'.repeat(32)}`);
    await sees(page, 'This link does not work');
    const unknown = await page.content();
    await page.goto(`${stage.dunlin.url}/l/short`);

    expect(answer?.status()).toBe(404);
    expect(unknown).not.toContain('Sample Company');
    expect(await page.content()).toBe(unknown);
  });

  it('that was canceled says so with 410, names whom to ask, and offers no button', async () => {
    const link = await stage.erp.makeLink();
    await stage.erp.call('POST', `/v1/links/${link.id}/cancel`);

    await expectDead(link, 'This link was withdrawn');
  });

  it('that ran out says so with 410, names whom to ask, and offers no button', async () => {
    const link = await stage.erp.makeLink({ expiresAt: new Date(Date.now() + 2000).toISOString() });
    await eventually(async () => ((await stage.erp.linkOf(link)).status === 'expired' ? true : undefined));

    await expectDead(link, 'This link has expired');
  });
});

async function expectDead({ url }: LinkMade, heading: string): Promise<void> {
  const page = await stage.newPayer();
  const answer = await page.goto(url);
  await sees(page, heading);

  expect(answer?.status()).toBe(410);
  expect(await payButton(page).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'support@example.com' }).isVisible()).toBe(true);
}

describe('what a payer’s browser loads', () => {
  it('comes from us alone, and is less than 50 kB for each page', async () => {
    const link = await stage.erp.makeLink();
    const page = await stage.newPayer();
    const loaded = new Map<string, number>();
    page.on('response', async (response) => {
      const body = await response.body().catch(() => Buffer.alloc(0));
      loaded.set(response.url(), body.length);
    });
    for (const path of ['', '/return']) {
      loaded.clear();
      await page.goto(`${link.url}${path}`, { waitUntil: 'networkidle' });

      expect([...loaded.keys()].filter((url) => !url.startsWith(stage.dunlin.url) && !url.startsWith('data:'))).toEqual(
        [],
      );
      expect(loaded.size).toBeGreaterThan(1);
      expect([...loaded.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(50_000);
    }
  });
});

async function atDojo(linkUrl: string, options: { javaScriptEnabled?: boolean } = {}) {
  const page = await stage.newPayer(options);
  await page.goto(linkUrl);
  await payButton(page).click();
  await DOJO.arrived(page);
  return page;
}
