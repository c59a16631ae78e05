import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { ProviderPace } from './provider-pace.js';

@Module({
  imports: [GatewaysModule],
  controllers: [ConnectionsController],
  providers: [ConnectionsService, ProviderPace],
  exports: [ConnectionsService, GatewaysModule],
})
export class ConnectionsModule {}
