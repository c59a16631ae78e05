import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ListNotificationsDto, NotificationListDto } from './dto/notification-list.dto.js';
import { NotificationDto } from './dto/notification.dto.js';
import { NotificationsService } from './notifications.service.js';

@ApiTags('Notifications')
@Controller('v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  /** List mails to payers, newest first */
  @Get()
  @RequiresScope('payments:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() query: ListNotificationsDto): Promise<NotificationListDto> {
    const { rows, nextCursor } = await this.notifications.page(caller, query);
    return { data: rows.map((row) => NotificationDto.from(row)), nextCursor };
  }

  /** Read what became of a mail */
  @Get(':id')
  @RequiresScope('payments:read')
  @ApiPublicId('notification')
  @ApiErrors('not_found')
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('notification')) id: string,
  ): Promise<NotificationDto> {
    return NotificationDto.from(await this.notifications.get({ ...caller, id }));
  }
}
