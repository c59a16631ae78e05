import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RequiresScope } from '../accounts/api-key.decorators.js';
import { CurrentCaller, type Caller } from '../accounts/caller.js';
import { ApiErrors, ApiIdempotent, ApiPublicId } from '../common/api-docs.js';
import { PageQueryDto } from '../common/page.dto.js';
import { PublicIdPipe } from '../common/public-id.pipe.js';
import { ResourceId } from '../common/resource-id.decorator.js';
import { ConnectionChanges, type ConnectionChange } from './connection-changes.service.js';
import type { Connection } from './connection.entity.js';
import { ConnectionsList } from './connections.list.js';
import { ConnectionsService, DEFAULT_PRIORITY } from './connections.service.js';
import { ConnectionDto, ConnectionListDto } from './dto/connection.dto.js';
import { CreateConnectionDto } from './dto/create-connection.dto.js';
import { UpdateConnectionDto } from './dto/update-connection.dto.js';

@ApiTags('Connections')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly changes: ConnectionChanges,
    private readonly lists: ConnectionsList,
  ) {}

  /**
   * Connect a provider
   * @remarks Credentials and settings are checked against the provider's JSON Schemas (`GET /v1/providers`). Credentials are
   * encrypted and never shown again. Follow with `POST …/{id}/verify`, which checks them with the provider.
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
    return this.describe(await this.connections.create(caller, { provider, name, credentials, ...choicesIn(dto) }, id));
  }

  /**
   * List connections, newest first
   * @remarks They are tried in another order: by `priority`, and of the same priority the oldest first.
   */
  @Get()
  @RequiresScope('settings:read')
  @ApiErrors('validation_failed')
  async list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<ConnectionListDto> {
    const { rows, nextCursor } = await this.lists.page(caller, page);
    return { data: rows.map((connection) => this.describe(connection)), nextCursor };
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
    return this.describe(await this.connections.getListed({ ...caller, id }));
  }

  /**
   * Change a connection
   * @remarks New `credentials` replace the old ones at once. After a change of credentials or settings, `verification` is
   * null until the next `POST …/{id}/verify`. Webhook secrets are renewed by that call too; the former ones stay valid for
   * three days, for as long as providers repeat what they signed before.
   */
  @Patch(':id')
  @RequiresScope('settings:write')
  @ApiPublicId('connection')
  @ApiErrors('validation_failed', 'not_found')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id', new PublicIdPipe('connection')) id: string,
    @Body() dto: UpdateConnectionDto,
  ): Promise<ConnectionDto> {
    const { name, credentials } = dto;
    return this.describe(await this.changes.update({ ...caller, id }, { name, credentials, ...choicesIn(dto) }));
  }

  /**
   * Delete a connection
   * @remarks Refused while checkouts of it can be paid: disable it and delete it once they have ended. Payments that name it
   * as their `connectionId` cannot be paid any more. What was paid through it is still looked after with the credentials it
   * has, refunds and late webhooks included; to end that too, revoke the credentials at the provider.
   */
  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('settings:write')
  @ApiPublicId('connection')
  @ApiErrors('not_found', 'state_conflict')
  remove(@CurrentCaller() caller: Caller, @Param('id', new PublicIdPipe('connection')) id: string): Promise<void> {
    return this.changes.remove({ ...caller, id });
  }

  /**
   * Check a connection with its provider
   * @remarks Subscribes our webhook URL at the provider and keeps the secrets it signs with, the former ones for three more
   * days. Where the provider does not take the URL, only the credentials are checked, and `verification` says why. An error
   * means that the provider refuses the credentials (`provider_misconfigured`) or could not be asked.
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
    return this.describe(await this.changes.verify({ ...caller, id }));
  }

  private describe(connection: Connection): ConnectionDto {
    return ConnectionDto.from(connection, { webhookUrl: this.connections.webhookUrl(connection) });
  }
}

type Choices = Pick<ConnectionChange, 'settings' | 'currencies' | 'priority' | 'enabled'>;

/** null stands for what a connection begins with; what is left out is left out. */
function choicesIn({ settings, currencies, priority, enabled }: CreateConnectionDto | UpdateConnectionDto): Choices {
  return {
    settings: settings === null ? {} : settings,
    currencies: currencies === null ? [] : currencies,
    priority: priority === null ? DEFAULT_PRIORITY : priority,
    enabled: enabled === null ? true : enabled,
  };
}
