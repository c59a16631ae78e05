import { request } from 'undici';
import { payButton } from '../support/payer.js';
import type { Case } from '../support/case.js';
import { DOJO, JODO } from '../support/provider.pages.js';

export const clicksTwice: Case = {
  title: '6: clicks twice, in two tabs, and 50 times at once: one checkout at the provider',
  providers: [DOJO, JODO],
  play: async ({ stage, provider, link, newPayer }) => {
    const first = await newPayer();
    const second = await first.context().newPage();
    await Promise.all([first.goto(link.url), second.goto(link.url)]);
    const [presses] = await Promise.all([
      Promise.all(Array.from({ length: 50 }, () => press(link.url))),
      payButton(first).dblclick({ noWaitAfter: true }),
      payButton(second).click(),
    ]);
    await Promise.all([provider.arrived(first), provider.arrived(second)]);

    expect(new Set([...presses, second.url()])).toEqual(new Set([first.url()]));
    expect(await stage.checkoutsOf(link)).toHaveLength(1);
  },
};

/** Where the button leads. */
async function press(linkUrl: string): Promise<string> {
  const { headers, body } = await request(`${linkUrl}/pay`, { method: 'POST' });
  await body.dump();
  return String(headers['location']);
}
