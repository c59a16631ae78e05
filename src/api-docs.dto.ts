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
export class EventNotificationDto {
  /** @example 'ntf_01h455vb4pex5vsknk084sn02q' */
  id: string;
  object: 'notification';
  linkId: string;
  /** What it was about. */
  kind: string;
  status: 'queued' | 'sent' | 'failed' | 'suppressed';
  attempts: number;
  /** Why the last attempt did not succeed. */
  error: string | null;
  createdAt: string;
  sentAt: string | null;
}

/** Never sent: names what stands in events only, so that the document has a schema of it. */
export class EventPartsDto {
  link: EventLinkDto;
  notification: EventNotificationDto;
}
