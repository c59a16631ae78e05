import type { Availability, GatewayProvider } from '../../gateways/payment-gateway.js';

/** Whether a provider can do something. */
export class CapabilityDto {
  /** `depends`: on the settings of a connection. */
  available: 'always' | 'never' | 'depends';
  /**
   * What it depends on; null where it depends on nothing.
   * @example 'Only with the setting product: payment_link; orders cannot be cancelled.'
   */
  condition: string | null;

  static from(availability: Availability): CapabilityDto {
    return typeof availability === 'string'
      ? { available: availability, condition: null }
      : { available: 'depends', condition: availability.condition };
  }
}

export class CapabilitiesDto {
  /** A checkout that nobody has paid can be closed, so that nobody pays it any more. */
  cancellation: CapabilityDto;
  /** Checkouts can be listed by time: one whose creation was never answered is found again. */
  search: CapabilityDto;
  /** `POST /v1/connections/{id}/verify` subscribes our webhooks; nobody has to do it by hand. */
  webhookSetup: CapabilityDto;
  /** Payments with `capture: "manual"` are taken: money is held first, and taken by `POST /v1/payments/{id}/capture`. */
  manualCapture: CapabilityDto;
  /** `POST /v1/payments/{id}/refunds` gives money back, in parts too; elsewhere it goes back through the provider's own dashboard. */
  refunds: CapabilityDto;
  /** The provider tells when the money has reached the bank, which fills `settlement`. */
  settlementReporting: CapabilityDto;
}

/** A payment provider, and what a connection to it needs. */
export class ProviderDto {
  /**
   * What `provider` of a connection names.
   * @example 'dojo'
   */
  id: string;
  object: 'provider';
  /** @example 'Dojo' */
  name: string;
  /** @example ["GBP", "EUR"] */
  currencies: string[];
  /** What a payment's `customer` must hold to be paid here. */
  requiredCustomerDetails: ('name' | 'email' | 'phone')[];
  capabilities: CapabilitiesDto;
  /** JSON Schema of a connection's `credentials`. */
  credentialsSchema: Record<string, unknown>;
  /** JSON Schema of a connection's `settings`. */
  settingsSchema: Record<string, unknown>;

  static from({ id, profile }: GatewayProvider): ProviderDto {
    const { cancellation, search, webhookSetup, manualCapture, refunds } = profile.capabilities;
    return {
      id,
      object: 'provider',
      name: profile.name,
      currencies: [...profile.currencies],
      requiredCustomerDetails: [...profile.requiredCustomerDetails],
      capabilities: {
        cancellation: CapabilityDto.from(cancellation),
        search: CapabilityDto.from(search),
        webhookSetup: CapabilityDto.from(webhookSetup),
        manualCapture: CapabilityDto.from(manualCapture),
        refunds: CapabilityDto.from(refunds),
        settlementReporting: CapabilityDto.from(profile.reportsSettlement === true ? 'always' : 'never'),
      },
      credentialsSchema: { ...profile.credentialsSchema },
      settingsSchema: { ...profile.settingsSchema },
    };
  }
}

export class ProviderListDto {
  data: ProviderDto[];
  nextCursor: string | null;
}
