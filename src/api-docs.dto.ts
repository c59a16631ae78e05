import { OmitType } from '@nestjs/swagger';
import { NotificationDto } from './notifications/dto/notification.dto.js';

/** A link as an event tells it. Never its URL: whoever reads events must not be able to pay in a payer's place. */
export class EventLinkDto {
  /** @example 'lnk_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'link';
  mode: 'sandbox' | 'live';
  paymentId: string;
  expiresAt: string;
  canceledAt: string | null;
  createdAt: string;
}

/** A mail as an event tells it, without the address. */
export class EventNotificationDto extends OmitType(NotificationDto, ['to'] as const) {}

/** An endpoint as an event tells it. Not its URL: a token may stand in it. */
export class EventEndpointDto {
  /** @example 'whe_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'webhook_endpoint';
  mode: 'sandbox' | 'live';
  status: 'active' | 'paused' | 'deleted';
  /** `gone`: it answered 410. `failing`: nothing but failures for too long. */
  pauseReason: 'gone' | 'failing' | null;
  /** The first failure since the last success. */
  failingSince: string | null;
  pausedAt: string | null;
}

/** Never sent: names what stands in events only, so that the document has a schema of it. */
export class EventPartsDto {
  link: EventLinkDto;
  notification: EventNotificationDto;
  endpoint: EventEndpointDto;
}
