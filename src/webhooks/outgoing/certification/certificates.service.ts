import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock.js';
import { DomainError } from '../../../common/domain-error.js';
import type { RowKey } from '../../../database/owned-row.js';
import { EndpointsService } from '../endpoints.service.js';
import { OutboundClient } from '../outbound-guard.client.js';
import { CertificateEvents } from './certificate-events.js';
import { CertificateRun, type CheckResult } from './certificate-run.js';
import { CertificateSlots } from './certificate-slots.js';

@Injectable()
export class CertificatesService {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly slots: CertificateSlots,
    private readonly client: OutboundClient,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, or `state_conflict` in live mode and while another run is on */
  async certify(key: RowKey): Promise<{ at: Date; checks: readonly CheckResult[] }> {
    const endpoint = await this.endpoints.get(key);
    if (key.mode === 'live') {
      throw new DomainError(
        'state_conflict',
        'A live endpoint belongs to an ERP that books what it is told, and the messages tell of payments that nobody made. Certify the sandbox endpoint of the same program.',
      );
    }
    const at = this.clock.now();
    const secrets = this.endpoints.secretsOf(endpoint);
    const run = new CertificateRun(this.client, { url: endpoint.url, secrets }, at);
    return { at, checks: await this.slots.hold(endpoint, () => run.play(new CertificateEvents(at))) };
  }
}
