import type { OutboundCall, OutboundClient } from '../outbound-guard.client.js';
import { OutboundFailure, type OutboundFailureKind } from '../outbound-guard.failure.js';
import { WebhookSender } from '../webhook-sender.js';
import {
  ANSWER_TIME,
  REACHABLE,
  type CertificateMessage,
  type CheckText,
  type MessageCheck,
} from './certificate-check.js';
import type { CertificateEvents } from './certificate-events.js';
import { firstCheck, furtherChecks } from './certificate-script.js';

export interface CheckResult extends CheckText {
  /** null: it could not be judged. */
  readonly passed: boolean | null;
  readonly observed: string;
}

export interface CertifiedEndpoint {
  readonly url: string;
  /** Every secret that is valid now. */
  readonly secrets: readonly string[];
}

interface Exchange {
  readonly check: MessageCheck;
  readonly status: number | null;
  readonly failure: OutboundFailureKind | null;
  /** Why there was no answer. */
  readonly error: string;
  readonly durationMs: number;
}

const ANSWER_TIMEOUT_MS = 5000;
const RECOMMENDED_MS = 1000;
/** With fourteen messages after the first: four rounds of at most five seconds. */
const AT_ONCE = 5;

/**
 * Plays the script against one endpoint: first an ordinary event, then, if it was accepted, everything else. Takes at most
 * twenty seconds, touches no database, and sends by the same sender and signature as deliveries.
 */
export class CertificateRun {
  constructor(
    private readonly client: Pick<OutboundClient, 'post'>,
    private readonly endpoint: CertifiedEndpoint,
    private readonly at: Date,
  ) {}

  async play(events: CertificateEvents): Promise<readonly CheckResult[]> {
    const [pending, paid] = events.pendingThenPaid();
    const first = firstCheck(paid);
    const rest = furtherChecks(events, { pending, paid });
    const opening = await this.exchange(first);
    if (opening.status === null) return resultsWithoutAnswer(opening, [first, ...rest]);
    const exchanges = [opening, ...(isAccepted(opening.status) ? await this.exchangeAll(rest) : [])];
    const played = exchanges.map(resultOf);
    const skipped = rest
      .slice(exchanges.length - 1)
      .map((check) => notRun(check, 'the ordinary event was not accepted'));
    const reached = { ...REACHABLE, passed: true, observed: 'Answered.' };
    return [reached, ...played, ...skipped, answerTimeOf(exchanges)];
  }

  private async exchangeAll(checks: readonly MessageCheck[]): Promise<Exchange[]> {
    const exchanges: Exchange[] = [];
    for (let begun = 0; begun < checks.length; begun += AT_ONCE) {
      const round = checks.slice(begun, begun + AT_ONCE);
      exchanges.push(...(await Promise.all(round.map((check) => this.exchange(check)))));
    }
    return exchanges;
  }

  private async exchange(check: MessageCheck): Promise<Exchange> {
    let failure: OutboundFailureKind | null = null;
    const post = async (call: OutboundCall) => {
      try {
        return await this.client.post({ ...tampered(call, check.message), timeoutMs: ANSWER_TIMEOUT_MS });
      } catch (error) {
        failure = error instanceof OutboundFailure ? error.kind : null;
        throw error;
      }
    };
    const { eventId, body, ageSeconds = 0, signWith } = check.message;
    const { url, secrets } = this.endpoint;
    const { status, error, durationMs } = await new WebhookSender({ post }).send({
      url,
      mode: 'sandbox',
      eventId,
      body,
      secrets: signWith?.(secrets) ?? secrets,
      at: new Date(this.at.getTime() - ageSeconds * 1000),
    });
    return { check, status, failure, error: error ?? '', durationMs };
  }
}

function tampered(call: OutboundCall, { tamper }: CertificateMessage): OutboundCall {
  return tamper ? tamper(call) : call;
}

/** Slow is another trouble than away, and has another remedy; after either, nothing more is sent. */
function resultsWithoutAnswer({ failure, error }: Exchange, checks: readonly MessageCheck[]): CheckResult[] {
  const isSlow = failure === 'timeout';
  const why = isSlow ? 'the first answer took too long' : 'the endpoint cannot be reached';
  return [
    isSlow ? notRun(REACHABLE, why) : { ...REACHABLE, passed: false, observed: error },
    ...checks.map((check) => notRun(check, why)),
    isSlow ? { ...ANSWER_TIME, passed: false, observed: error } : notRun(ANSWER_TIME, why),
  ];
}

/** No answer in time says nothing about what was asked: that counts for the answer time alone. */
function resultOf({ check, status, failure, error }: Exchange): CheckResult {
  if (status === null) return { ...check, passed: failure === 'timeout' ? null : false, observed: error };
  const passed = check.wants === 'accepted' ? isAccepted(status) : isRefusal(status);
  return { ...check, passed, observed: `Answered ${status}.` };
}

function answerTimeOf(exchanges: readonly Exchange[]): CheckResult {
  const slowest = exchanges.reduce((a, b) => (b.durationMs > a.durationMs ? b : a));
  const late = exchanges.filter(({ failure }) => failure === 'timeout').map(({ check }) => check.code);
  if (late.length > 0)
    return { ...ANSWER_TIME, passed: false, observed: `${slowest.error} Without an answer: ${late.join(', ')}.` };
  const advice = slowest.durationMs > RECOMMENDED_MS ? ` Aim for less than ${RECOMMENDED_MS} ms.` : '';
  return {
    ...ANSWER_TIME,
    passed: true,
    observed: `The slowest answer took ${slowest.durationMs} ms (${slowest.check.code}).${advice}`,
  };
}

function notRun(check: CheckText, why: string): CheckResult {
  return { ...check, passed: null, observed: `Not run: ${why}.` };
}

function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
}

/** 408 and 429 ask for the same again and 410 for no more at all: none of them says that the request is not genuine. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 410, 429].includes(status);
}
