import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { ConnectionChanges } from './connection-changes.service.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsList } from './connections.list.js';
import { ConnectionsService } from './connections.service.js';
import { ProviderPace } from './provider-pace.js';
import { ProvidersController } from './providers.controller.js';

@Module({
  imports: [GatewaysModule],
  controllers: [ConnectionsController, ProvidersController],
  providers: [ConnectionsService, ConnectionChanges, ConnectionsList, ProviderPace],
  exports: [ConnectionsService, ConnectionChanges, GatewaysModule],
})
export class ConnectionsModule {}
