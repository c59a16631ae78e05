import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Instant } from '../../../database/columns.js';
import type { Mode } from '../../../gateways/payment-gateway.js';
import { Endpoint } from '../endpoint.entity.js';

/** When an endpoint may be certified again. */
@Entity('certificate_slots')
@ForeignKey(() => Endpoint, ['accountId', 'mode', 'endpointId'], ['accountId', 'mode', 'id'], {
  name: 'certificate_slots_endpoint',
})
export class CertificateSlot {
  @PrimaryColumn('uuid')
  accountId: string;

  @PrimaryColumn('text')
  mode: Mode;

  @PrimaryColumn('uuid')
  endpointId: string;

  @Instant()
  freeAt: Date;
}
