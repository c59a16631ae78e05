import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { EventsModule } from '../../events/events.module.js';
import { CertificateSlots } from './certification/certificate-slots.js';
import { CertificatesController } from './certification/certificates.controller.js';
import { CertificatesService } from './certification/certificates.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesWorker } from './deliveries.worker.js';
import { DeliveryNotes } from './delivery-notes.js';
import { DeliveryPlannerWorker } from './delivery-planner.worker.js';
import { EndpointHealth } from './endpoint-health.js';
import { DeliveryRepeats } from './delivery-repeats.service.js';
import { EndpointPing } from './endpoint-ping.service.js';
import { EndpointResumption } from './endpoint-resumption.service.js';
import { EndpointRotation } from './endpoint-rotation.service.js';
import { EndpointsController } from './endpoints.controller.js';
import { EndpointsService } from './endpoints.service.js';
import { OutboundClient } from './outbound-guard.client.js';
import { WebhookSender } from './webhook-sender.js';

@Injectable()
class OutboundClientEnd implements OnApplicationShutdown {
  constructor(private readonly client: OutboundClient) {}

  /** After the workers have drained: closing cuts what is under way. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

@Module({
  imports: [EventsModule],
  controllers: [EndpointsController, CertificatesController, DeliveriesController],
  providers: [
    CertificateSlots,
    CertificatesService,
    DeliveriesService,
    DeliveriesWorker,
    DeliveryNotes,
    DeliveryPlannerWorker,
    DeliveryRepeats,
    EndpointHealth,
    EndpointPing,
    EndpointResumption,
    EndpointRotation,
    EndpointsService,
    OutboundClientEnd,
    {
      provide: OutboundClient,
      inject: [AppConfig],
      useFactory: (config: AppConfig) =>
        new OutboundClient({ allowCidrs: config.outboundAllowCidrs, timeoutMs: config.deliveryTimeoutMs }),
    },
    {
      provide: WebhookSender,
      inject: [OutboundClient],
      useFactory: (client: OutboundClient) => new WebhookSender(client),
    },
  ],
  exports: [DeliveriesService, DeliveriesWorker, DeliveryPlannerWorker],
})
export class OutgoingWebhooksModule {}
