import { ArrayMinSize, IsArray, IsDefined, IsOptional, Matches } from 'class-validator';
import { optionalText } from '../request.rules.js';
import { LOOPBACK_OR_HTTPS } from '../webhook.url.js';

export class SubscribeRequest {
  @IsDefined() @IsArray() @ArrayMinSize(1) events: string[];
  @IsDefined() @Matches(LOOPBACK_OR_HTTPS) url: string;
  @optionalText(1024) description?: string;
}

export class ResubscribeRequest {
  @IsOptional() @IsArray() @ArrayMinSize(1) events?: string[];
  @IsOptional() @Matches(LOOPBACK_OR_HTTPS) url?: string;
  @optionalText(1024) description?: string;
}
