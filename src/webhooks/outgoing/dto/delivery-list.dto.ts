import { IsIn, IsOptional } from 'class-validator';
import { PageQueryDto } from '../../../common/page.dto.js';
import { IsText } from '../../../common/validation.js';
import { DeliveryDto } from './delivery.dto.js';

export class ListDeliveriesDto extends PageQueryDto {
  @IsOptional()
  @IsIn(['due', 'delivered', 'exhausted', 'paused'])
  status?: 'due' | 'delivered' | 'exhausted' | 'paused';

  /** @example 'evt_01h455vb4pex5vsknk084sn02q' */
  @IsOptional()
  @IsText({ min: 1, max: 40 })
  eventId?: string;
}

export class DeliveryListDto {
  data: DeliveryDto[];
  nextCursor: string | null;
}
