import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'undici';
import { ProviderHttp } from '../kit/provider-http.js';
import { openProviderPool } from '../kit/provider-pool.js';
import type { ConnectionSecrets, GatewayProvider, Mode, PaymentGateway } from '../payment-gateway.js';
import { JodoGateway } from './jodo.gateway.js';
import { JODO_PROFILE } from './jodo.profile.js';
import { readJodoSettings } from './jodo.settings.js';
import { readProblem } from './jodo.wire.js';

/** Injection token of `JodoOptions`. */
export const JODO_OPTIONS = Symbol('JODO_OPTIONS');

export interface JodoOptions {
  /** `https://ext.devtest1.jodopay.com`. Nothing in a key tells its environment, so the host alone decides. */
  readonly sandboxBaseUrl: string;
  /** `https://ext.jodo.in`; the older api.jodo.in redirects, which loses bodies and credentials. */
  readonly liveBaseUrl: string;
  /** For one call as a whole. */
  readonly timeoutMs: number;
}

@Injectable()
export class JodoGatewayProvider implements GatewayProvider, OnModuleDestroy {
  readonly id = 'jodo';
  readonly profile = JODO_PROFILE;
  private readonly baseUrls: Readonly<Record<Mode, string>>;
  private readonly pools: Readonly<Record<Mode, Pool>>;

  constructor(@Inject(JODO_OPTIONS) private readonly options: JodoOptions) {
    const { sandboxBaseUrl, liveBaseUrl, timeoutMs } = options;
    this.baseUrls = { sandbox: sandboxBaseUrl, live: liveBaseUrl };
    this.pools = {
      sandbox: openProviderPool({ baseUrl: sandboxBaseUrl, timeoutMs }),
      live: openProviderPool({ baseUrl: liveBaseUrl, timeoutMs }),
    };
  }

  open(connection: ConnectionSecrets): PaymentGateway {
    const settings = readJodoSettings(connection);
    const http = new ProviderHttp({
      dispatcher: this.pools[connection.mode],
      baseUrl: this.baseUrls[connection.mode],
      timeoutMs: this.options.timeoutMs,
      headers: { authorization: settings.authorization },
      secrets: [...settings.secrets, ...connection.webhookSecrets],
      readMessage: readProblem,
    });
    return new JodoGateway({ http, settings, webhookSecrets: connection.webhookSecrets });
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(Object.values(this.pools).map((pool) => pool.close()));
  }
}
