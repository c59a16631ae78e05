import { ArrayMaxSize, IsArray, IsIn, IsOptional, ValidateIf } from 'class-validator';
import { toPublicId } from '../../../common/ids.js';
import { IsText } from '../../../common/validation.js';
import { EVENT_TYPES } from '../../../events/event-types.js';
import type { Endpoint } from '../endpoint.entity.js';

/** Where the ERP receives events. */
export class CreateEndpointDto {
  /**
   * https (in sandbox also http, to addresses that the operator allows).
   * @example 'https://erp.example.com/dunlin'
   */
  @IsText({ min: 1, max: 2000 })
  url: string;

  /**
   * Event types; without them, all.
   * @example ["payment.paid"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(EVENT_TYPES, { each: true })
  events?: string[] | null;

  @IsOptional()
  @IsText({ max: 500 })
  description?: string | null;
}

export class UpdateEndpointDto {
  /** @example 'https://erp.example.com/dunlin' */
  @ValidateIf((dto: UpdateEndpointDto) => dto.url !== undefined)
  @IsText({ min: 1, max: 2000 })
  url?: string;

  /**
   * Event types; null or none: all.
   * @example ["payment.paid"]
   */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsIn(EVENT_TYPES, { each: true })
  events?: string[] | null;

  @IsOptional()
  @IsText({ max: 500 })
  description?: string | null;
}

export class EndpointDto {
  /** @example 'whe_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'webhook_endpoint';
  mode: 'sandbox' | 'live';
  url: string;
  description: string | null;
  /** Empty: all. */
  events: string[];
  /** `paused`: events wait until it is resumed. */
  status: 'active' | 'paused' | 'deleted';
  /** Deliveries begin with this event; a replay may reach back before it. */
  fromSequence: number;
  /** Since when every attempt has failed; null while it accepts. */
  failingSince: string | null;
  /** When `endpoint.warning` told of these failures. */
  warnedAt: string | null;
  pausedAt: string | null;
  /** `gone`: it answered 410. `failing`: nothing but failures for too long. */
  pauseReason: 'gone' | 'failing' | null;
  /** Until when a former secret signs along; null: the current one signs alone. */
  secretOverlapUntil: string | null;
  createdAt: string;
  updatedAt: string;

  static from(endpoint: Endpoint, secretOverlapUntil: Date | null): EndpointDto {
    return {
      id: toPublicId('endpoint', endpoint.id),
      object: 'webhook_endpoint',
      mode: endpoint.mode,
      url: endpoint.url,
      description: endpoint.description,
      events: endpoint.events,
      status: endpoint.status,
      fromSequence: endpoint.fromSequence,
      failingSince: endpoint.failingSince?.toISOString() ?? null,
      warnedAt: endpoint.warnedAt?.toISOString() ?? null,
      pausedAt: endpoint.pausedAt?.toISOString() ?? null,
      pauseReason: endpoint.pauseReason,
      secretOverlapUntil: secretOverlapUntil?.toISOString() ?? null,
      createdAt: endpoint.createdAt.toISOString(),
      updatedAt: endpoint.updatedAt.toISOString(),
    };
  }
}

export class CreatedEndpointDto extends EndpointDto {
  /**
   * Verifies the signature (Standard Webhooks). Shown here and never again.
   * @example 'whsec_...'
   */
  secret: string;
}

export class EndpointListDto {
  data: EndpointDto[];
  nextCursor: string | null;
}
