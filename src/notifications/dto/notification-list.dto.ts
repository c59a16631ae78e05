import { IsIn, IsOptional } from 'class-validator';
import { PageQueryDto } from '../../common/page.dto.js';
import { IsText } from '../../common/validation.js';
import { NotificationDto } from './notification.dto.js';

export class ListNotificationsDto extends PageQueryDto {
  /** @example 'lnk_01h455vb4pex5vsknk084sn02q' */
  @IsOptional()
  @IsText({ min: 1, max: 40 })
  linkId?: string;

  @IsOptional()
  @IsIn(['queued', 'sent', 'failed', 'suppressed'])
  status?: 'queued' | 'sent' | 'failed' | 'suppressed';
}

export class NotificationListDto {
  data: NotificationDto[];
  nextCursor: string | null;
}
