import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';

/** Seconds, as Prometheus wants them. */
const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const CALL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];
const LAG_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 86_400];

/**
 * What this process counts. Labels come from small fixed sets: no ids, references, addresses or URLs, which would both
 * grow without bound and tell of people. docs/operations.md says what each one means.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requestSeconds = new Histogram({
    name: 'dunlin_http_request_duration_seconds',
    help: 'HTTP requests by route template and status; status is aborted where the caller went away first',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [this.registry],
  });

  readonly providerCallSeconds = new Histogram({
    name: 'dunlin_provider_call_duration_seconds',
    help: 'Calls to payment providers by operation and outcome',
    labelNames: ['provider', 'operation', 'outcome'],
    buckets: CALL_BUCKETS,
    registers: [this.registry],
  });

  readonly looks = new Counter({
    name: 'dunlin_looks_total',
    help: 'Looks at a checkout by what the provider said of it, or by the kind of failure',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly reconciliationFindings = new Counter({
    name: 'dunlin_reconciliation_findings_total',
    help: 'What comparisons with providers found: lost pages of ours, and checkouts that stood otherwise or were not listed',
    labelNames: ['kind'],
    registers: [this.registry],
  });

  readonly receivedWebhooks = new Counter({
    name: 'dunlin_received_webhooks_total',
    help: 'Webhooks from payment providers by what became of them',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly deliveryAttempts = new Counter({
    name: 'dunlin_delivery_attempts_total',
    help: 'Attempts to deliver an event to an endpoint by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly deliveryLagSeconds = new Histogram({
    name: 'dunlin_delivery_lag_seconds',
    help: 'From an event to the answer 2xx of an endpoint; replays are left out',
    buckets: LAG_BUCKETS,
    registers: [this.registry],
  });

  readonly notifications = new Counter({
    name: 'dunlin_notification_attempts_total',
    help: 'Attempts to send a mail, or whatever the channel is, by outcome; suppressed where none was made any more',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
}
