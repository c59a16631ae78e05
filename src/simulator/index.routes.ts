import { Router, static as serveStatic } from 'express';
import { formatMoney } from '../common/money.js';
import type { DojoSimulator } from './dojo/dojo.simulator.js';
import { SANDBOX_CARDS, spacedNumber } from './dojo/sandbox.cards.js';
import { type PageRenderer, VIEWS_DIRECTORY } from './page.renderer.js';
import { SCENARIO_CATALOGUE } from './scenario.catalogue.js';
import type { SimulatorContext } from './simulator.context.js';

const SHOWN = 200;

/** The front page, which says what this is and lists the newest intents, and the style sheet of all pages. */
export function indexRoutes(
  simulator: SimulatorContext,
  { dojo, pages }: { dojo: DojoSimulator; pages: PageRenderer },
): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    const intents = dojo.ledger().intents.slice(-SHOWN).reverse();
    pages.send(response, {
      view: 'index',
      data: {
        baseUrl: simulator.baseUrl,
        cards: SANDBOX_CARDS.map((card) => ({ ...card, spaced: spacedNumber(card) })),
        scenarios: Object.entries(SCENARIO_CATALOGUE).map(([name, { says }]) => ({ name, says })),
        intents: intents.map((intent) => ({
          ...intent,
          total: formatMoney({ value: intent.amount, currency: intent.currency }, 'en-GB'),
        })),
      },
    });
  });
  router.get('/simulator.css', serveStatic(VIEWS_DIRECTORY, { index: false }));
  return router;
}
