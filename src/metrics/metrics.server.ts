import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import { collectDefaultMetrics } from 'prom-client';
import { AppLogger } from '../common/app-logger.js';
import { Metrics } from '../common/metrics.js';
import { refuseSlowSenders } from '../common/slow-senders.js';
import { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/environment.js';
import { InstallationGauges } from './installation.gauges.js';

/** `GET /metrics` on a port of its own, which the world outside need not reach; nothing else is there. */
@Injectable()
export class MetricsServer implements OnApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly metrics: Metrics,
    private readonly installation: InstallationGauges,
    private readonly config: AppConfig,
    private readonly logger: AppLogger,
  ) {}

  /** Listens where METRICS_PORT says, if it does. Throws `ConfigError` when the port is taken. */
  async start(): Promise<void> {
    const { host, metricsPort } = this.config;
    if (metricsPort === null) return;
    collectDefaultMetrics({ register: this.metrics.registry });
    const app = express().disable('x-powered-by').disable('etag');
    app.use(securityHeaders(), (_: Request, response: Response, next: NextFunction) => {
      response.setHeader('Cache-Control', 'no-store');
      next();
    });
    app.get('/metrics', (_: Request, response: Response) => this.answer(response));
    app.use((_: Request, response: Response) => {
      response.status(404).type('text/plain').send('The metrics are at GET /metrics.\n');
    });
    const server = app.listen(metricsPort, host);
    refuseSlowSenders(server);
    this.server = await listening(server, metricsPort);
    const { port } = this.server.address() as AddressInfo;
    this.logger.info({ host, port }, 'metrics');
  }

  onApplicationShutdown(): Promise<void> {
    const { server } = this;
    return new Promise((resolve) => {
      if (server === null) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private async answer(response: Response): Promise<void> {
    await this.installation.refresh();
    const { registry } = this.metrics;
    response.setHeader('Content-Type', registry.contentType);
    response.end(await registry.metrics());
  }
}

/** Nothing of it is for browsers. Plain http: it is asked from within. */
function securityHeaders(): RequestHandler {
  const directives = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: false,
  }) as RequestHandler;
}

function listening(server: Server, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' ? new ConfigError('METRICS_PORT', `must be a free port: ${port} is taken`) : error,
      );
    });
  });
}
