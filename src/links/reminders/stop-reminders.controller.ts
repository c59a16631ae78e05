import { Controller, Get, HttpCode, Param, Post, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { NoKey } from '../../accounts/api-key.decorators.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { NotificationsService } from '../../notifications/notifications.service.js';
import { LinkMails } from '../link-mails.service.js';
import { LinkPageFilter } from '../link-page.filter.js';
import { LinkPageView } from '../link-page.view.js';
import type { Link } from '../link.entity.js';
import { LinksRepository } from '../links.repository.js';
import { StopRemindersView } from './stop-reminders.view.js';

/**
 * Where a reminder's "stop" leads: a page with one button. The same address takes the POST of a mail program's own
 * unsubscribe button (RFC 8058). Opening it changes nothing: mail scanners open every link.
 */
@ApiExcludeController()
@NoKey()
@UseFilters(LinkPageFilter)
@Controller('l/:token/reminders/stop')
export class StopRemindersController {
  constructor(
    private readonly links: LinksRepository,
    private readonly mails: LinkMails,
    private readonly notifications: NotificationsService,
    private readonly accounts: AccountsService,
    private readonly view: StopRemindersView,
    private readonly pages: LinkPageView,
  ) {}

  @Get()
  async ask(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const link = await this.links.byToken(token);
    if (!link) return this.sayUnknown(response);
    await this.show(response, link, link.remindersStoppedAt === null ? 'ask' : 'stopped');
  }

  @Post()
  @HttpCode(200)
  async stop(@Param('token') token: string, @Res() response: Response): Promise<void> {
    const link = await this.links.byToken(token);
    if (!link) return this.sayUnknown(response);
    await this.mails.stopReminders(link.key);
    await this.show(response, link, 'stopped');
  }

  private async show(response: Response, link: Link, state: 'ask' | 'stopped'): Promise<void> {
    const account = await this.accounts.get(link.accountId);
    // In the language of the mail that led here.
    const locale = (await this.notifications.ofLink(link)).at(-1)?.locale ?? account.locale;
    send(response.status(200), this.view.render({ state, locale, payee: account.name, mode: link.mode }));
  }

  private sayUnknown(response: Response): void {
    send(response.status(404), this.pages.render({ page: 'unknown', locale: 'en' }));
  }
}

function send(response: Response, html: string): void {
  response
    .set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex, nofollow' })
    .type('text/html; charset=utf-8')
    .send(html);
}
