import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { NoKey } from '../../accounts/api-key.decorators.js';
import { DomainError } from '../../common/domain-error.js';
import { IncomingWebhooks } from './incoming-webhooks.service.js';

/** Where providers send their webhooks. The body arrives as raw bytes: see `app.setup.ts`. */
@ApiExcludeController()
@NoKey({ isLimited: false })
@Controller('webhooks')
export class IncomingWebhooksController {
  constructor(private readonly webhooks: IncomingWebhooks) {}

  @Post(':provider/:token')
  async receive(
    @Param('provider') provider: string,
    @Param('token') token: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const body: unknown = request.body;
    const reception = await this.webhooks.receive(provider, token, {
      headers: singleHeaders(request),
      body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      remoteAddress: request.ip ?? null,
    });
    if (reception === 'unknown') throw new DomainError('not_found', 'There is nothing at this address.');
    if (reception === 'forged') throw new DomainError('unauthenticated', 'The signature is not right.');
    response.status(204).end();
  }
}

/** A header sent twice is joined as HTTP says; a signature sent twice then fits neither. */
function singleHeaders(request: Request): Record<string, string | undefined> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
