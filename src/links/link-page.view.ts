import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { wordingFor, type PageWording } from './views/catalogue.js';
import type { LinkPageModel } from './views/link-page.model.js';
import { outcomeContent } from './views/outcome-content.js';
import { emptyContent, type PageContent } from './views/page-content.js';
import type { PageMessages } from './views/page-messages.js';
import { payableContent } from './views/payable-content.js';
import { payeeContent } from './views/payee-content.js';

const TEMPLATES = ['page', 'icon'];

/** The payer's pages as HTML. Templates are read once, when the view is made. */
@Injectable()
export class LinkPageView {
  private readonly eta = new Eta({ autoEscape: true });

  constructor() {
    for (const name of TEMPLATES) {
      const source = readFileSync(new URL(`./views/${name}.eta`, import.meta.url), 'utf8');
      this.eta.loadTemplate(`@${name}`, source);
    }
  }

  /** A whole document. It needs style, script and connect `'self'` and images `'self' data:`; nothing is inline. */
  render(model: LinkPageModel): string {
    return this.eta.render('@page', contentOf(model));
  }
}

function contentOf(model: LinkPageModel): PageContent {
  const wording = wordingFor(model.locale);
  if (model.page === 'unknown') return { ...plainContent(wording, wording.messages.unknown), icon: 'closed' };
  if (model.page === 'away') return { ...plainContent(wording, wording.messages.away), icon: 'attention' };
  const base = {
    ...emptyContent(wording),
    sandbox: model.payment.mode === 'sandbox',
    payee: payeeContent(model.payee, wording.messages),
  };
  return model.page === 'payable' ? payableContent(model, wording, base) : outcomeContent(model, wording, base);
}

/** Without payee and payment: says the same whatever the token might once have been. */
function plainContent(wording: PageWording, { heading, lead }: PageMessages['unknown']): PageContent {
  return { ...emptyContent(wording), title: heading, heading, lead: lead({}) };
}
