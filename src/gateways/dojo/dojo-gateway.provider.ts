import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'undici';
import { ProviderHttp } from '../kit/provider-http.js';
import { openProviderPool } from '../kit/provider-pool.js';
import type { ConnectionSecrets, GatewayProvider, PaymentGateway } from '../payment-gateway.js';
import { DojoGateway } from './dojo.gateway.js';
import { DOJO_PROFILE } from './dojo.profile.js';
import { readDojoSettings, type DojoSettings } from './dojo.settings.js';
import { readProblem } from './dojo.wire.js';

/** Injection token of `DojoOptions`. */
export const DOJO_OPTIONS = Symbol('DOJO_OPTIONS');

export interface DojoOptions {
  /** `https://api.dojo.tech` for sandbox and live alike: the key decides. */
  readonly baseUrl: string;
  /** For one call as a whole. */
  readonly timeoutMs: number;
}

@Injectable()
export class DojoGatewayProvider implements GatewayProvider, OnModuleDestroy {
  readonly id = 'dojo';
  readonly profile = DOJO_PROFILE;
  private readonly pool: Pool;

  constructor(@Inject(DOJO_OPTIONS) private readonly options: DojoOptions) {
    this.pool = openProviderPool(options);
  }

  open(connection: ConnectionSecrets): PaymentGateway {
    const settings = readDojoSettings(connection);
    const http = new ProviderHttp({
      ...this.options,
      dispatcher: this.pool,
      headers: headersOf(settings),
      secrets: [settings.apiKey, ...connection.webhookSecrets],
      readMessage: readProblem,
    });
    return new DojoGateway({ http, settings, webhookSecrets: connection.webhookSecrets });
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.close();
  }
}

/** The scheme says Basic, but it is the key exactly as issued: no user name, no base64. */
function headersOf({ apiKey, version, softwareHouseId }: DojoSettings): Record<string, string> {
  return {
    authorization: `Basic ${apiKey}`,
    version,
    ...(softwareHouseId === undefined ? {} : { 'software-house-id': softwareHouseId }),
  };
}
