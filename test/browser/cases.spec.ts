import { jest } from '@jest/globals';
import type { BrowserContextOptions } from 'playwright-core';
import { backBeforeWebhook } from './cases/back-before-webhook.case.js';
import { cancels } from './cases/cancels.case.js';
import { clicksTwice } from './cases/clicks-twice.case.js';
import { completes } from './cases/completes.case.js';
import { goesBack } from './cases/goes-back.case.js';
import { sandboxCards } from './cases/sandbox-cards.case.js';
import { slowBank } from './cases/slow-bank.case.js';
import { PHONE } from './support/payer.js';
import { openStage, SCREENSHOTS, type Stage } from './support/stage.js';

jest.setTimeout(60_000);

const CASES = [completes, cancels, goesBack, slowBank, backBeforeWebhook, clicksTwice, ...sandboxCards];
const SCREENS: readonly (readonly [string, BrowserContextOptions])[] = [
  ['desktop', { viewport: { width: 1280, height: 900 } }],
  ['phone', PHONE],
];

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => stage?.leave());
afterAll(async () => {
  await stage?.close();
  process.stdout.write(`Screenshots are in ${SCREENSHOTS}\n`);
});

describe.each(SCREENS)('a payer at a %s', (screen, options) => {
  describe.each(CASES)('$title', ({ title, providers, play }) => {
    it.each(providers.map((provider) => [provider.name, provider] as const))('at %s', async (name, provider) => {
      const number = title.slice(0, title.indexOf(':'));
      const link = await stage.erp.makeLink({ amount: provider.amount });
      await play({
        stage,
        provider,
        link,
        newPayer: () => stage.newPayer(options),
        shot: (page, what) => stage.screenshot(page, `${number}-${what}-${name}-${screen}`),
      });
      expect(await stage.checkoutsOf(link)).toHaveLength(1);
    });
  });
});
