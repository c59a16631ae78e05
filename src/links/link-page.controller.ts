import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NoKey } from '../accounts/api-key.decorators.js';
import { DomainError } from '../common/domain-error.js';
import type { Link } from './link.entity.js';
import { LinkPageFilter } from './link-page.filter.js';
import type { PayerView } from './link-page.state.js';
import { LinkPageStreams } from './link-page.streams.js';
import { LinkPageView } from './link-page.view.js';
import { LinksRepository } from './links.repository.js';
import { PayerService, type Reader, type Visit } from './payer.service.js';
import { statusOf, type LinkPageModel } from './views/link-page.model.js';
import { visitorOf } from './visitor.js';

/** Where the provider gave no pace of its own. */
const RETRY_AFTER_SECONDS = 5;

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

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
    private readonly streams: LinkPageStreams,
  ) {}

  @Get('l/:token')
  async show(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const visit = await this.payer.visit(token);
    if (visit?.link) await this.links.countOpen(visit.link, visitorOf(request));
    this.send(response, await this.payer.pageOf(visit, readerOf(request, 'link')));
  }

  @Post('l/:token/pay')
  async pay(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const reader = readerOf(request, 'link');
    const visit = await this.payer.visit(token);
    if (!visit || !isOfLink(visit)) return this.send(response, await this.payer.pageOf(undefined, reader));
    const page = await this.payer.pageOf(visit, reader);
    // Paid, canceled or expired meanwhile: the link says so.
    if (page.page !== 'payable' && page.page !== 'failed') return this.redirect(response, `/l/${token}`);
    try {
      this.redirect(response, await this.payer.pay(visit));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'state_conflict') return this.redirect(response, `/l/${token}`);
      response.setHeader('Retry-After', error.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
      this.send(response, await this.payer.unavailablePage(visit, reader));
    }
  }

  /** A browser that restores its tabs, or an address that was copied: the button is on the link's page. */
  @Get('l/:token/pay')
  backToLink(@Param('token') token: string, @Res() response: Response): void {
    this.redirect(response, `/l/${encodeURIComponent(token)}`);
  }

  @Get('l/:token/return')
  async return(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.showReturn(await this.payer.visit(token), { request, response });
  }

  @Get('r/:token')
  async returnWithoutLink(
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.showReturn(await this.payer.visitByReturnToken(token), { request, response });
  }

  /** Tells an open page, by server-sent events, which page it should be. */
  @Get('l/:token/events')
  async events(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const link = await this.payer.linkBehind(token);
    if (!link) return this.send(response, await this.payer.pageOf(undefined, readerOf(request, 'return')));
    await this.streams.serve(link, request.query['view'] === 'link' ? 'link' : 'return', response);
  }

  private async showReturn(visit: Visit | undefined, { request, response }: Exchange): Promise<void> {
    if (visit) await this.payer.returned(visit);
    this.send(response, await this.payer.pageOf(visit, readerOf(request, 'return')));
  }

  private send(response: Response, page: LinkPageModel): void {
    response
      .status(statusOf(page.page))
      .set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow', Vary: 'Accept-Language' })
      .type('text/html; charset=utf-8')
      .send(this.view.render(page));
  }

  private redirect(response: Response, url: string): void {
    response.set('Cache-Control', 'no-store').redirect(303, url);
  }
}

function readerOf(request: Request, view: PayerView): Reader {
  return { view, languages: request.acceptsLanguages() };
}

function isOfLink(visit: Visit): visit is Visit & { link: Link } {
  return visit.link !== null;
}
