import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../idempotency/resource-id.decorator.js';
import type { Connection } from './connection.entity.js';
import { ConnectionsService } from './connections.service.js';
import { ConnectionDto, ConnectionListDto } from './dto/connection.dto.js';
import { CreateConnectionDto } from './dto/create-connection.dto.js';

@ApiTags('Connections')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  /**
   * Connect a provider
   * @remarks Credentials are encrypted and never shown again. Follow with `POST …/{id}/verify`.
   */
  @Post()
  @RequiresScope('settings:write')
  @ApiIdempotent()
  async create(
    @CurrentCaller() caller: Caller,
    @ResourceId() id: string,
    @Body() dto: CreateConnectionDto,
  ): Promise<ConnectionDto> {
    const { provider, name, credentials } = dto;
    const optional = {
      ...(dto.settings && { settings: dto.settings }),
      ...(dto.currencies && { currencies: dto.currencies }),
      ...(typeof dto.priority === 'number' && { priority: dto.priority }),
      ...(typeof dto.enabled === 'boolean' && { enabled: dto.enabled }),
    };
    return this.describe(await this.connections.create(caller, { provider, name, credentials, ...optional }, id));
  }

  /** List connections, in the order in which they are tried */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors()
  async list(@CurrentCaller() caller: Caller): Promise<ConnectionListDto> {
    const connections = await this.connections.list(caller);
    return { data: connections.map((connection) => this.describe(connection)), nextCursor: null };
  }

  /** Read a connection */
  @Get(':id')
  @RequiresScope('settings:read')
  @ApiPublicId('connection')
  @ApiErrors('not_found')
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('connection')) id: string,
  ): Promise<ConnectionDto> {
    return this.describe(await this.connections.get({ ...caller, id }));
  }

  /**
   * Check a connection with its provider
   * @remarks Subscribes our webhook URL at the provider where it has an API for that, and keeps the secrets it signs with.
   */
  @Post(':id/verify')
  @HttpCode(200)
  @RequiresScope('settings:write')
  @ApiPublicId('connection')
  @ApiIdempotent(
    'not_found',
    'provider_rejected',
    'provider_misconfigured',
    'provider_unavailable',
    'provider_outcome_unknown',
  )
  async verify(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('connection')) id: string,
  ): Promise<ConnectionDto> {
    return this.describe(await this.connections.verify({ ...caller, id }));
  }

  private describe(connection: Connection): ConnectionDto {
    return ConnectionDto.from(connection, { webhookUrl: this.connections.webhookUrl(connection) });
  }
}
