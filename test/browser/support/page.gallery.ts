import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { LinkPageView } from '../../../src/links/link-page.view.js';
import type { LinkPageModel } from '../../../src/links/views/link-page.model.js';
import { MODELS, PAYMENT } from '../../unit/pages/page-models.js';

const ASSETS = new URL('../../../src/links/views/assets/', import.meta.url);
const TYPES: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript' };

const onward = { url: 'https://erp.example.com/back?signature=x' };

/** Every page, and what differs most within one, by name. */
export const GALLERY: Readonly<Record<string, LinkPageModel>> = {
  ...MODELS,
  again: { ...MODELS.payable, earlier: 'checkout_live' },
  declined: { ...MODELS.payable, earlier: 'declined' },
  sandbox: { ...MODELS.payable, payment: { ...PAYMENT, mode: 'sandbox', description: 'Very long. '.repeat(60) } },
  onward: { ...MODELS.paid, onward },
  'failed-onward': { ...MODELS.failed, onward },
  'waiting-onward': { ...MODELS.waiting, onward },
  'partly-refunded': { ...MODELS.refunded, refunded: { value: 5000, currency: 'GBP' } },
};

/** The pages without anything behind them: `/<name>?locale=`. */
export async function openGallery() {
  const view = new LinkPageView();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    const name = pathname.split('/').at(-1)!;
    const model = GALLERY[name];
    const type = TYPES[name.split('.')[1] ?? ''];
    if (model) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(view.render({ ...model, locale: searchParams.get('locale') ?? model.locale }));
    } else if (pathname.startsWith('/assets/') && type !== undefined) {
      response.setHeader('Content-Type', type);
      response.end(readFileSync(new URL(name, ASSETS)));
    } else {
      // Nobody has news here.
      response.writeHead(204).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
