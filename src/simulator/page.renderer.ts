import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { Response } from 'express';

export const VIEWS_DIRECTORY = fileURLToPath(new URL('./views', import.meta.url));

/** Renders the templates in `views/`; values are escaped. */
export class PageRenderer {
  private readonly eta = new Eta({ views: VIEWS_DIRECTORY, cache: true });

  send(response: Response, page: { view: string; data: object; status?: number }): void {
    response.status(page.status ?? 200);
    response.set({
      'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    response.type('html').send(this.eta.render(`./${page.view}`, page.data));
  }
}
