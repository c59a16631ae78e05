import { IsDefined, IsString } from 'class-validator';
import { optionalChoice, optionalFlag, requiredText } from '../request.rules.js';

/** The body of `POST /_sim/pay` for one of Dojo's intents. */
export class MachineRequest {
  @requiredText(100) intentId: string;
  @IsDefined() @IsString() card: string;
  @optionalChoice('accept', 'reject') challenge?: 'accept' | 'reject';
  @optionalFlag() slowBank?: boolean;
}
