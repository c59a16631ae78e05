import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { MAIL_POLICY } from '../notifications/mail-policy.js';
import { MailPreviewDto, MailPreviewQueryDto } from './dto/mail-preview.dto.js';
import { LinkMailPreviews } from './link-mail-previews.js';

@ApiTags('Links')
@Controller('v1/links')
export class LinkMailPreviewController {
  constructor(private readonly previews: LinkMailPreviews) {}

  /**
   * See a mail before it is sent
   * @remarks Sends nothing. `Accept: text/html` for the HTML part alone, as a browser shows it; otherwise JSON.
   */
  @Get(':id/mail-preview')
  @RequiresScope('payments:read')
  @ApiPublicId('link')
  @ApiExtraModels(MailPreviewDto)
  @ApiOkResponse({
    description: 'The mail.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(MailPreviewDto) } },
      'text/html': { schema: { type: 'string' } },
    },
  })
  @ApiErrors('validation_failed', 'not_found')
  async preview(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('link')) id: string,
    @Query() query: MailPreviewQueryDto,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const preview = await this.previews.of({ ...caller, id }, query);
    // It holds the link: whoever has it can pay.
    response.set({ 'Cache-Control': 'no-store', Vary: 'Accept' });
    if (request.accepts(['application/json', 'text/html']) !== 'text/html') return void response.json(preview);
    response.set('Content-Security-Policy', MAIL_POLICY).type('text/html; charset=utf-8').send(preview.html);
  }
}
