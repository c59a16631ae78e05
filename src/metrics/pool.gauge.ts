import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../common/metrics.js';
import { Database } from '../database/database.js';

/** How this process's database connections are used, as it is at the moment of the scrape. */
@Injectable()
export class PoolGauge {
  constructor(database: Database, { registry }: Metrics) {
    new Gauge({
      name: 'dunlin_database_pool_connections',
      help: 'Database connections of this process: in use, idle, and requests that wait for one',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { total, idle, waiting } = database.poolUse;
        this.set({ state: 'busy' }, total - idle);
        this.set({ state: 'idle' }, idle);
        this.set({ state: 'waiting' }, waiting);
      },
    });
  }
}
