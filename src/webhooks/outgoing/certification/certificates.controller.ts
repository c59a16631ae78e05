import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../../../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../../../accounts/caller.js';
import { ApiIdempotent, ApiPublicId } from '../../../common/api-docs.js';
import { PublicIdPipe } from '../../../common/public-id.pipe.js';
import { CertificatesService } from './certificates.service.js';
import { CertificateDto } from './dto/certificate.dto.js';

@ApiTags('Webhook endpoints')
@Controller('v1/webhook-endpoints')
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  /**
   * Certify an endpoint (sandbox)
   * @remarks Sends some fifteen messages, right and deliberately wrong ones, to the endpoint and reports how it behaves:
   * signatures, repetitions, order, currencies, size, unknown types, speed. Takes up to 20 seconds. The payments in them are
   * invented and carry `metadata: {"dunlin": "certificate"}`; nothing of it is in the feed. One run at a time for each endpoint.
   */
  @Post(':id/certify')
  @HttpCode(200)
  @RequiresScope('settings:write')
  @ApiPublicId('endpoint')
  @ApiIdempotent('not_found', 'state_conflict')
  async certify(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('endpoint')) id: string,
  ): Promise<CertificateDto> {
    return CertificateDto.from(id, await this.certificates.certify({ ...caller, id }));
  }
}
