import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './support/stage.js';

jest.setTimeout(45_000);

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(() => stage?.close());

describe('the API documentation', () => {
  it('opens without a complaint in the console and makes a payment and a link from the examples as they stand', async () => {
    const page = await stage.newPayer({ viewport: { width: 1280, height: 900 } });
    const complaints = complaintsOf(page);
    await page.goto(`${stage.dunlin.url}/docs`);
    await page.getByRole('button', { name: 'Authorize', exact: true }).click();
    await page.locator('.modal-ux input').first().fill(stage.dunlin.key);
    await page.locator('.modal-ux button.authorize').first().click();
    await page.locator('.modal-ux .btn-done').first().click();
    await stage.screenshot(page, 'swagger');

    for (const path of ['/v1/payments', '/v1/links']) {
      const operation = page.locator('.opblock-post', { has: page.locator(`[data-path="${path}"]`) });
      await operation.locator('.opblock-summary-control').click();
      await operation.getByRole('button', { name: 'Execute' }).click();
      await operation.locator('.live-responses-table .response-col_status', { hasText: '201' }).waitFor();
    }
    expect(complaints).toEqual([]);
  });
});

/** Errors and warnings of the console, among them violations of the Content-Security-Policy. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
