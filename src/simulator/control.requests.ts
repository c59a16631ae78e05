import { Allow, IsDefined, IsIn, IsInt, IsNumber, IsOptional, Min } from 'class-validator';
import { optionalMinorUnits, optionalText } from './request.rules.js';
import { SCENARIO_NAMES, type ScenarioName } from './scenario.catalogue.js';
import { PROVIDER_NAMES, type ProviderName } from './simulated.provider.js';

/** A scenario order, its `options` already merged into it. */
export class ScenarioRequest {
  @IsDefined() @IsIn(SCENARIO_NAMES) name: ScenarioName;
  @IsOptional() @IsIn(PROVIDER_NAMES) provider?: ProviderName;
  @optionalText(100) intentId?: string;
  /** Another word for `intentId`. */
  @optionalText(100) orderId?: string;
  @optionalText(100) reference?: string;
  @optionalText(100) operation?: string;
  /** How often it strikes; 0 withdraws it. */
  @IsOptional() @IsInt() @Min(0) times?: number;
  @optionalMinorUnits() delayMs?: number;
  @IsOptional() @IsInt() @Min(1) intervalMs?: number;
  @optionalMinorUnits() retryAfterSeconds?: number;
  @Allow() status?: number | string;
  @Allow() body?: unknown;
  @optionalText(200) contentType?: string;
  @optionalMinorUnits() value?: number;
  @optionalText(100) event?: string;
}

export class ClockRequest {
  @IsDefined() @IsNumber() advanceSeconds: number;
}
