import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { ApiErrors } from '../common/api-docs.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import { ProviderDto, ProviderListDto } from './dto/provider.dto.js';

@ApiTags('Connections')
@Controller('v1/providers')
export class ProvidersController {
  constructor(private readonly registry: GatewayRegistry) {}

  /**
   * List the providers that can be connected
   * @remarks What each of them can do, what it needs to know about a customer, and the JSON Schemas by which `POST
   * /v1/connections` checks `credentials` and `settings`.
   */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors()
  list(): ProviderListDto {
    return { data: this.registry.all().map((provider) => ProviderDto.from(provider)), nextCursor: null };
  }
}
