import { toPublicId } from '../../../../common/ids.js';
import type { CheckResult } from '../certificate-run.js';

export class CertificateCheckDto {
  /**
   * Stable.
   * @example 'valid_event'
   */
  code: string;
  /** @example 'It accepts an event' */
  title: string;
  /** null: it could not be judged, and `observed` says why. */
  passed: boolean | null;
  /** @example '2xx' */
  expected: string;
  /** @example 'Answered 204.' */
  observed: string;
  /** What to do about it; null where it passed. */
  remedy: string | null;
  /**
   * Where the documentation explains it.
   * @example 'docs/webhooks.md#verify-every-request'
   */
  docs: string;

  static from({ code, title, passed, expected, observed, remedy, docs }: CheckResult): CertificateCheckDto {
    return { code, title, passed, expected, observed, remedy: passed === true ? null : remedy, docs };
  }
}

/** How an endpoint behaves when events come as they may come. */
export class CertificateDto {
  object: 'certificate';
  /** @example 'whe_01h455vb4pex5vsknk084sn02q' */
  endpointId: string;
  /** Every check passed. */
  passed: boolean;
  at: string;
  checks: CertificateCheckDto[];

  static from(endpointId: string, { at, checks }: { at: Date; checks: readonly CheckResult[] }): CertificateDto {
    return {
      object: 'certificate',
      endpointId: toPublicId('endpoint', endpointId),
      passed: checks.every(({ passed }) => passed === true),
      at: at.toISOString(),
      checks: checks.map((check) => CertificateCheckDto.from(check)),
    };
  }
}
