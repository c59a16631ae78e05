import { Controller, Get, Header, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKey } from '../../accounts/api-key.decorators.js';
import { MAIL_POLICY } from '../mail-policy.js';
import { LocalMailboxService, type LocalMessage, type LocalMessageContent } from './local-mailbox.service.js';
import { LocalMailboxView, PAGE_POLICY } from './local-mailbox.view.js';

const HTML = 'text/html; charset=utf-8';

/** The mailbox of a development machine, for people and, as JSON, for scripts. */
@ApiExcludeController()
@NoKey({ isLimited: false })
@Controller('dev')
export class LocalMailboxController {
  constructor(
    private readonly mailbox: LocalMailboxService,
    private readonly view: LocalMailboxView,
  ) {}

  @Get('mailbox')
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', PAGE_POLICY)
  async list(): Promise<string> {
    return this.view.list(await this.mailbox.list());
  }

  @Get('mailbox.json')
  listForScripts(): Promise<LocalMessage[]> {
    return this.mailbox.list();
  }

  @Get('mailbox/style.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  stylesheet(): string {
    return this.view.stylesheet;
  }

  @Get('mailbox/:id')
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', PAGE_POLICY)
  async message(@Param('id') id: string): Promise<string> {
    return this.view.message(await this.find(id));
  }

  @Get('mailbox/:id/html')
  @Header('Content-Type', HTML)
  @Header('Content-Security-Policy', MAIL_POLICY)
  @Header('X-Frame-Options', 'SAMEORIGIN')
  async html(@Param('id') id: string): Promise<string> {
    const { html } = await this.find(id);
    if (html === null) throw new NotFoundException();
    return this.view.frame(html);
  }

  @Get('mailbox/:id/raw')
  @Header('X-Content-Type-Options', 'nosniff')
  async raw(@Param('id') id: string): Promise<StreamableFile> {
    const raw = await this.mailbox.readRaw(id);
    if (!raw) throw new NotFoundException();
    return new StreamableFile(raw, { type: 'message/rfc822', disposition: 'attachment; filename="message.eml"' });
  }

  private async find(id: string): Promise<LocalMessageContent> {
    const message = await this.mailbox.read(id);
    if (!message) throw new NotFoundException();
    return message;
  }
}
