import { IsIn, IsOptional } from 'class-validator';
import { PageQueryDto } from '../../common/page.dto.js';
import { IsText } from '../../common/validation.js';
import { LINK_STATUSES, type LinkStatus } from '../link.entity.js';
import { LinkDto } from './link.dto.js';

export class ListLinksDto extends PageQueryDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  @IsOptional()
  @IsText({ min: 1, max: 40 })
  paymentId?: string;

  @IsOptional()
  @IsIn(LINK_STATUSES)
  status?: LinkStatus;
}

export class LinkListDto {
  data: LinkDto[];
  nextCursor: string | null;
}
