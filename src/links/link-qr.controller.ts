import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { LinkQrDto } from './dto/link-qr.dto.js';
import { LinkQr } from './link-qr.js';
import { LinksRepository } from './links.repository.js';

const DEFAULT_SIZE = 300;

@ApiTags('Links')
@Controller('v1/links')
export class LinkQrController {
  constructor(
    private readonly links: LinksRepository,
    private readonly qr: LinkQr,
  ) {}

  /**
   * Get a link as a QR code
   * @remarks `Accept: image/png` for a PNG, otherwise SVG.
   */
  @Get(':id/qr')
  @RequiresScope('payments:read')
  @ApiPublicId('link')
  @ApiOkResponse({
    description: 'The picture.',
    content: {
      'image/svg+xml': { schema: { type: 'string' } },
      'image/png': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ApiErrors('validation_failed', 'not_found')
  async draw(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('link')) id: string,
    @Query() { size = DEFAULT_SIZE }: LinkQrDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const url = this.links.urlOf(await this.links.get({ ...caller, id }));
    const isPng = request.accepts(['image/svg+xml', 'image/png']) === 'image/png';
    // Whoever has the picture can pay: no cache may keep it.
    response.set({ 'Cache-Control': 'no-store', Vary: 'Accept' });
    response
      .type(isPng ? 'image/png' : 'image/svg+xml')
      .send(isPng ? await this.qr.png(url, size) : await this.qr.svg(url, size));
  }
}
