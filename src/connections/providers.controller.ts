import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors } from '../common/api-docs.js';
import { Cursors } from '../common/cursor.js';
import { PageQueryDto } from '../common/page.dto.js';
import { DEFAULT_LIMIT } from '../database/list-query.js';
import { GatewayRegistry } from '../gateways/gateway-registry.js';
import { ProviderDto, ProviderListDto } from './dto/provider.dto.js';

@ApiTags('Connections')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly registry: GatewayRegistry,
    private readonly cursors: Cursors,
  ) {}

  /**
   * List the providers that can be connected, by id
   * @remarks What each of them can do, what it needs to know about a customer, and the JSON Schemas by which `POST
   * /v1/connections` checks `credentials` and `settings`.
   */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors('validation_failed')
  list(
    @CurrentCaller() { accountId, mode }: Caller,
    @Query() { limit = DEFAULT_LIMIT, cursor }: PageQueryDto,
  ): ProviderListDto {
    const scope = { route: 'GET /v1/providers', accountId, mode, filters: {} };
    const [last] = cursor === undefined ? [] : this.cursors.open(scope, cursor);
    const all = this.registry.all().toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const behind = all.filter(({ id }) => last === undefined || id > last);
    const shown = behind.slice(0, limit);
    const hasMore = behind.length > shown.length;
    return {
      data: shown.map((provider) => ProviderDto.from(provider)),
      nextCursor: hasMore ? this.cursors.make(scope, [shown.at(-1)!.id]) : null,
    };
  }
}
