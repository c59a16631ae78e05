import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NoKey } from '../accounts/api-key.decorators.js';
import { DomainError } from '../common/domain-error.js';
import { Drain } from '../common/drain.js';
import { Waker } from '../database/waker.js';
import { paymentTopic } from '../payments/payments.repository.js';
import type { Link } from './link.entity.js';
import { LinkPageFilter } from './link-page.filter.js';
import { LinkPageView } from './link-page.view.js';
import { LinksRepository } from './links.repository.js';
import { PayerService, type PayerView, type Visit } from './payer.service.js';
import { statusOf, type LinkPageModel } from './views/link-page.model.js';
import { visitorOf } from './visitor.js';

const STREAM_LIFE_MS = 5 * 60_000;
const STREAM_POLL_MS = 2000;
const RETRY_AFTER_SECONDS = '5';

/** The payer's pages. Reading them changes nothing anywhere: mail scanners open links. */
@ApiExcludeController()
@NoKey()
@UseFilters(LinkPageFilter)
@Controller()
export class LinkPageController {
  constructor(
    private readonly payer: PayerService,
    private readonly links: LinksRepository,
    private readonly view: LinkPageView,
    private readonly waker: Waker,
    private readonly drain: Drain,
  ) {}

  @Get('l/:token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const visit = await this.payer.visit(token);
    if (visit?.link) await this.links.countOpen(visit.link, visitorOf(request));
    this.send(response, await this.payer.pageOf(visit, 'link'));
  }

  @Post('l/:token/pay')
  async pay(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const visit = await this.payer.visit(token);
    if (!visit || !isOfLink(visit)) return this.send(response, await this.payer.pageOf(undefined, 'link'));
    const page = await this.payer.pageOf(visit, 'link');
    // Paid, canceled or expired meanwhile: the link says so.
    if (page.page !== 'payable' && page.page !== 'failed') return this.redirect(response, `/l/${token}`);
    try {
      this.redirect(response, await this.payer.pay(visit));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'state_conflict') return this.redirect(response, `/l/${token}`);
      response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
      this.send(response, await this.payer.unavailablePage(visit));
    }
  }

  @Get('l/:token/return')
  async return(@Param('token') token: string, @Res() response: Response): Promise<void> {
    await this.showReturn(await this.payer.visit(token), response);
  }

  @Get('r/:token')
  async returnWithoutLink(@Param('token') token: string, @Res() response: Response): Promise<void> {
    await this.showReturn(await this.payer.visitByReturnToken(token), response);
  }

  /** Tells an open page, by server-sent events, which page it should be. */
  @Get('l/:token/events')
  async events(@Param('token') token: string, @Query('view') view: string, @Res() response: Response): Promise<void> {
    const visit = await this.payer.visit(token);
    if (!visit) return this.send(response, await this.payer.pageOf(undefined, 'link'));
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    const endsAtMs = performance.now() + STREAM_LIFE_MS;
    let isOpen = true;
    response.on('close', () => (isOpen = false));
    // A process that stops would wait for its streams; the page asks again and reaches another one.
    for (let last = ''; isOpen && !this.drain.isDraining && performance.now() < endsAtMs;) {
      const page = (await this.payer.pageOf(await this.payer.visit(token), view === 'link' ? 'link' : 'return')).page;
      // A comment keeps proxies from closing a quiet stream.
      response.write(page === last ? ': still here\n\n' : `event: status\ndata: ${page}\n\n`);
      last = page;
      await this.waker.wait(paymentTopic(visit.payment), STREAM_POLL_MS);
    }
    response.end();
  }

  private async showReturn(visit: Visit | undefined, response: Response): Promise<void> {
    if (visit) await this.payer.returned(visit);
    this.send(response, await this.payer.pageOf(visit, 'return' satisfies PayerView));
  }

  private send(response: Response, page: LinkPageModel): void {
    response
      .status(statusOf(page.page))
      .set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' })
      .type('text/html; charset=utf-8')
      .send(this.view.render(page));
  }

  private redirect(response: Response, url: string): void {
    response.set('Cache-Control', 'no-store').redirect(303, url);
  }
}

function isOfLink(visit: Visit): visit is Visit & { link: Link } {
  return visit.link !== null;
}
