import { Router, static as serveStatic } from 'express';
import { SANDBOX_CARDS, spacedNumber } from './dojo/sandbox.cards.js';
import { type PageRenderer, VIEWS_DIRECTORY } from './page.renderer.js';
import { SCENARIO_CATALOGUE } from './scenario.catalogue.js';
import type { SimulatedProvider } from './simulated.provider.js';
import type { SimulatorContext } from './simulator.context.js';

const SHOWN = 200;

interface Shown {
  readonly providers: readonly SimulatedProvider[];
  readonly pages: PageRenderer;
}

/** The front page, which says what this is and lists the newest payments, and the style sheet of all pages. */
export function indexRoutes(simulator: SimulatorContext, { providers, pages }: Shown): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    pages.send(response, {
      view: 'index',
      data: {
        baseUrl: simulator.baseUrl,
        cards: SANDBOX_CARDS.map((card) => ({ ...card, spaced: spacedNumber(card) })),
        scenarios: Object.entries(SCENARIO_CATALOGUE).map(([name, { says }]) => ({ name, says })),
        payments: providers
          .flatMap((provider) => provider.payments().map((payment) => ({ ...payment, provider: provider.name })))
          .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
          .slice(0, SHOWN),
      },
    });
  });
  router.get('/simulator.css', serveStatic(VIEWS_DIRECTORY, { index: false }));
  return router;
}
