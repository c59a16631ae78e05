import type { EventEnvelope } from '../../../events/event-envelope.js';
import type { OutboundCall } from '../outbound-guard.client.js';

/** One message to the endpoint: an event, and what is odd about the way it is sent. */
export interface CertificateMessage {
  readonly eventId: string;
  readonly body: string;
  /** Signed this long ago; negative: in the future. */
  readonly ageSeconds?: number;
  /** From the endpoint's secrets to those that sign. */
  readonly signWith?: (secrets: readonly string[]) => readonly string[];
  /** Changes the call after it was signed. */
  readonly tamper?: (call: OutboundCall) => OutboundCall;
}

export interface CheckText {
  readonly code: string;
  readonly title: string;
  readonly expected: string;
  readonly remedy: string;
  /** Where docs/webhooks.md explains it. */
  readonly docs: string;
}

/** A check that sends one message and judges the status of the answer. */
export interface MessageCheck extends CheckText {
  readonly wants: 'accepted' | 'refused';
  readonly message: CertificateMessage;
}

export const REACHABLE: CheckText = {
  code: 'reachable',
  title: 'The endpoint can be reached',
  expected: 'an HTTP answer over a connection that our rules allow',
  remedy:
    'Make the URL lead to a server that answers HTTP at a public address: look at the name, the port, the firewall and the TLS certificate (with its intermediate certificates).',
  docs: 'docs/webhooks.md#where-events-may-go',
};

export const ANSWER_TIME: CheckText = {
  code: 'answer_time',
  title: 'It answers quickly',
  expected: 'every answer in time; best within 1000 ms',
  remedy:
    'Store the event, answer 2xx, and do the work afterwards in a job of your own: what takes longer than a delivery may last is sent again while you still work on it.',
  docs: 'docs/webhooks.md#answer-first-work-afterwards',
};

export const VERIFYING = 'docs/webhooks.md#verify-every-request';

export function messageOf(event: EventEnvelope): CertificateMessage {
  return { eventId: event.id, body: JSON.stringify(event) };
}
