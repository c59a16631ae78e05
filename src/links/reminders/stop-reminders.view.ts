import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import type { Mode } from '../../gateways/payment-gateway.js';
import { stopRemindersWordingFor } from './stop-reminders.messages.js';

interface StopRemindersModel {
  readonly state: 'ask' | 'stopped';
  /** BCP 47. */
  readonly locale: string;
  readonly payee: string;
  readonly mode: Mode;
}

/** A whole document, which looks like the payer's other pages. The template is read once, when the view is made. */
@Injectable()
export class StopRemindersView {
  private readonly eta = new Eta({ autoEscape: true });

  constructor() {
    this.eta.loadTemplate('@page', readFileSync(new URL('./stop-reminders.eta', import.meta.url), 'utf8'));
  }

  render({ state, locale, payee, mode }: StopRemindersModel): string {
    const { language, messages } = stopRemindersWordingFor(locale);
    const { heading, lead } = messages[state];
    return this.eta.render('@page', {
      language,
      payee,
      heading,
      lead: lead(payee),
      button: state === 'ask' ? messages.ask.button : null,
      testMode: mode === 'sandbox' ? messages.testMode : null,
    });
  }
}
