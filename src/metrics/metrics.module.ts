import { Module } from '@nestjs/common';
import { InstallationGauges } from './installation.gauges.js';
import { InstallationStateQuery } from './installation-state.query.js';
import { MetricsServer } from './metrics.server.js';
import { PoolGauge } from './pool.gauge.js';

@Module({ providers: [InstallationGauges, InstallationStateQuery, MetricsServer, PoolGauge] })
export class MetricsModule {}
