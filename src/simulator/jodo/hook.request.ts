import { Matches } from 'class-validator';
import { LOOPBACK_OR_HTTPS } from '../webhook.url.js';
import { JODO_EVENTS } from './jodo.events.js';
import {
  optionalHeaderName,
  optionalHeaderValue,
  optionalText,
  requiredChoice,
  requiredEmails,
  requiredText,
} from './payload.rules.js';

/** The body of `POST /erp/webhooks`: one call per event code. */
export class HookRequest {
  @requiredChoice(JODO_EVENTS) event_code: string;
  @requiredText(2000) @Matches(LOOPBACK_OR_HTTPS, { message: 'invalid or missing URL scheme' }) url: string;
  @requiredEmails() failure_notification_email: string;
  @optionalText(1000) secret_key?: string;
  @optionalHeaderName() header_key?: string;
  @optionalHeaderValue() header_value?: string;
  @optionalText(100) collector_code?: string;
}
