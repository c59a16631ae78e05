import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { NotificationDto } from '../notifications/dto/notification.dto.js';
import { CreateLinkDto, SendLinkDto } from './dto/create-link.dto.js';
import { LINK_EXAMPLES } from './dto/create-link.examples.js';
import { LinkListDto, ListLinksDto } from './dto/link-list.dto.js';
import { LinkDto } from './dto/link.dto.js';
import { UpdateLinkDto } from './dto/update-link.dto.js';
import { LinkMails } from './link-mails.service.js';
import { LinksList } from './links.list.js';
import { LinksService } from './links.service.js';

@ApiTags('Links')
@Controller('v1/links')
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly lists: LinksList,
    private readonly mails: LinkMails,
  ) {}

  /**
   * Make a link
   * @remarks One call makes payment and link, and mails it. A payment that exists already (same `reference`, same content)
   * is answered with 200 and keeps its active link; nothing is sent twice. Reminders go out by themselves inside the
   * account's `reminderWindow`, at most one a day, and never once the payment is paid, canceled or expired.
   */
  @Post()
  @RequiresScope('payments:write')
  @ApiBody({ type: CreateLinkDto, examples: LINK_EXAMPLES })
  @ApiCreatedResponse({ type: LinkDto })
  @ApiOkResponse({ type: LinkDto, description: 'It existed already.' })
  @ApiIdempotent(
    'not_found',
    'reference_conflict',
    'state_conflict',
    'currency_not_supported',
    'capability_not_supported',
    'customer_details_required',
  )
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @Body() dto: CreateLinkDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LinkDto> {
    const { link, isNew } = await this.links.issue(caller, { dto, id });
    if (!isNew) response.status(200);
    return link;
  }

  /** List links, newest first */
  @Get()
  @RequiresScope('payments:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: ListLinksDto): Promise<LinkListDto> {
    const { rows, nextCursor } = await this.lists.page(caller, query);
    return { data: await this.links.describeAll(rows), nextCursor };
  }

  /** Read a link */
  @Get(':id')
  @RequiresScope('payments:read')
  @ApiPublicId('link')
  @ApiErrors('not_found')
  get(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('link')) id: string): Promise<LinkDto> {
    return this.links.get({ ...caller, id });
  }

  /**
   * Change a link
   * @remarks Gives it another end, other reminders, or both. A link that has run out works again. `reminders` replaces
   * those that are not sent yet; an empty list takes them back.
   */
  @Patch(':id')
  @RequiresScope('payments:write')
  @ApiPublicId('link')
  @ApiErrors('validation_failed', 'not_found', 'state_conflict')
  update(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('link')) id: string,
    @Body() dto: UpdateLinkDto,
  ): Promise<LinkDto> {
    return this.links.update({ ...caller, id }, dto);
  }

  /**
   * Stop a link
   * @remarks The payment stays as it is and can get another link.
   */
  @Post(':id/cancel')
  @HttpCode(200)
  @RequiresScope('payments:write')
  @ApiPublicId('link')
  @ApiIdempotent('not_found')
  cancel(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('link')) id: string): Promise<LinkDto> {
    return this.links.cancel({ ...caller, id });
  }

  /**
   * Mail a link again
   * @remarks At most five times a day for one link; never after the payment has ended. Reminders of the link go to the
   * same address from then on.
   */
  @Post(':id/send')
  @HttpCode(202)
  @RequiresScope('payments:write')
  @ApiPublicId('link')
  @ApiIdempotent('not_found', 'state_conflict', 'rate_limited')
  async send(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('link')) id: string,
    @ResourceId() notificationId: string,
    @Body() dto: SendLinkDto,
  ): Promise<NotificationDto> {
    return NotificationDto.from(await this.mails.send({ ...caller, id }, { dto, id: notificationId }));
  }
}
