import { ArrayMinSize, IsArray, IsDefined, IsOptional, Matches } from 'class-validator';
import { optionalText } from '../request.rules.js';

/**
 * The real pattern is `^https://`. Plain http is let through for loopback hosts alone, since a locally started
 * application has no TLS; everything else is as strict as Dojo.
 */
const WEBHOOK_URL = /^(https:\/\/.|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$))/;

export class SubscribeRequest {
  @IsDefined() @IsArray() @ArrayMinSize(1) events: string[];
  @IsDefined() @Matches(WEBHOOK_URL) url: string;
  @optionalText(1024) description?: string;
}

export class ResubscribeRequest {
  @IsOptional() @IsArray() @ArrayMinSize(1) events?: string[];
  @IsOptional() @Matches(WEBHOOK_URL) url?: string;
  @optionalText(1024) description?: string;
}
