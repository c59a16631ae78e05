import { IsText } from '../../common/validation.js';
import { LinkDto } from './link.dto.js';

export class ListLinksDto {
  /** @example 'pay_01h455vb4pex5vsknk084sn02q' */
  @IsText({ min: 1, max: 40 })
  paymentId: string;
}

export class LinkListDto {
  data: LinkDto[];
  nextCursor: string | null;
}
