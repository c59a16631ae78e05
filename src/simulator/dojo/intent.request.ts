import { IsDefined, IsEmail, IsInt, IsOptional, Length, Matches, MaxLength, Min } from 'class-validator';
import {
  optional,
  optionalChoice,
  optionalChoices,
  optionalFlag,
  optionalInstant,
  optionalList,
  optionalNumber,
  optionalStringMap,
  optionalText,
  optionalUrl,
  required,
  requiredText,
} from '../request.rules.js';

export class MoneyRequest {
  @IsDefined() @IsInt() @Min(1) value: number;
  @IsDefined() @Matches(/^[A-Z]{3}$/) currencyCode: string;
}

/** A part of the total that may be nothing. */
export class ExtraMoneyRequest {
  @IsDefined() @IsInt() @Min(0) value: number;
  @IsDefined() @Matches(/^[A-Z]{3}$/) currencyCode: string;
}

class CustomerRequest {
  @optionalText(100) id?: string;
  @IsOptional() @IsEmail() @MaxLength(254) emailAddress?: string;
  @optionalText(50) phoneNumber?: string;
  @optionalText(1000) secret?: string;
  @optionalText(100) savedCardId?: string;
}

class AddressRequest {
  @optionalText(100) address1?: string;
  @optionalText(100) address2?: string;
  @optionalText(100) address3?: string;
  @optionalText(100) address4?: string;
  @optionalText(100) city?: string;
  @optionalText(100) state?: string;
  @optionalText(50) postcode?: string;
  @IsDefined() @Length(2, 2) countryCode: string;
  @optionalText(100) locality?: string;
  @optionalText(100) county?: string;
}

class ShippingRequest {
  @optionalText(100) name?: string;
  @optionalText(1024) deliveryNotes?: string;
  @optional(AddressRequest) address?: AddressRequest;
}

class CollectionRequest {
  @optionalFlag() collectionRequired?: boolean;
}

class DetailsRequest {
  @optionalFlag() showTotal?: boolean;
  @optionalFlag() showReference?: boolean;
}

class PaymentSettingsRequest {
  @optionalFlag() customAmountAllowed?: boolean;
  @optionalFlag() tipsAllowed?: boolean;
}

class ConfigRequest {
  @optionalText(100) title?: string;
  @optionalUrl() redirectUrl?: string;
  @optionalUrl() cancelUrl?: string;
  @optional(CollectionRequest) customerEmail?: CollectionRequest;
  @optional(CollectionRequest) billingAddress?: CollectionRequest;
  @optional(CollectionRequest) shippingDetails?: CollectionRequest;
  @optional(DetailsRequest) details?: DetailsRequest;
  @optional(PaymentSettingsRequest) payment?: PaymentSettingsRequest;
}

class SecurityRequest {
  @optionalText(300) userAgent?: string;
  @optionalText(70) ipAddress?: string;
  @optionalText(120) device?: string;
}

class ModifierRequest {
  @optionalText(60) id?: string;
  @optionalText(100) name?: string;
  @optional(ExtraMoneyRequest) amountPerModifier?: ExtraMoneyRequest;
  @optionalNumber() quantity?: number;
}

export class ItemLineRequest {
  @optionalText(60) id?: string;
  @optionalNumber() quantity?: number;
  @optionalText(100) name?: string;
  @optionalText(100) category?: string;
  @optionalList(ModifierRequest) modifiers?: ModifierRequest[];
  @required(ExtraMoneyRequest) amountTotal: ExtraMoneyRequest;
  @optionalText(200) plu?: string;
}

export class TaxLineRequest {
  @optionalText(60) id?: string;
  @optionalText(100) caption?: string;
  @optionalText(100) subCaption?: string;
  @required(ExtraMoneyRequest) amountTotal: ExtraMoneyRequest;
  @optionalText(200) affectedPlu?: string;
}

class ActionLinkRequest {
  @optionalUrl() url?: string;
  @requiredText(60) label: string;
  @optionalChoice('OpenLink', 'DownloadFile') action?: string;
  @optionalText(256) fileName?: string;
}

class OrderDetailsRequest {
  @optionalText(100) id?: string;
  @optionalText(100) externalId?: string;
  @optionalInstant() availabilityDate?: string;
  @optionalFlag() isUpdate?: boolean;
}

/** The body of `POST /payment-intents`, limits as in Dojo's OpenAPI document. */
export class CreateIntentRequest {
  @required(MoneyRequest) amount: MoneyRequest;
  @requiredText(60) reference: string;
  @optionalText(4096) description?: string;
  @optionalChoice('Auto', 'Manual') captureMode?: string;
  @optional(ExtraMoneyRequest) tipsAmount?: ExtraMoneyRequest;
  @optional(ExtraMoneyRequest) cashbackAmount?: ExtraMoneyRequest;
  @optional(ExtraMoneyRequest) serviceChargeAmount?: ExtraMoneyRequest;
  @optional(CustomerRequest) customer?: CustomerRequest;
  @optional(AddressRequest) billingAddress?: AddressRequest;
  @optional(ShippingRequest) shippingDetails?: ShippingRequest;
  @optionalFlag() cardHolderNotPresent?: boolean;
  @optional(ConfigRequest) config?: ConfigRequest;
  @optional(SecurityRequest) requestSecurity?: SecurityRequest;
  @optionalList(ItemLineRequest) itemLines?: ItemLineRequest[];
  @optionalList(TaxLineRequest) taxLines?: TaxLineRequest[];
  @optionalChoices('Card', 'Wallet', 'SavedCard') paymentMethods?: string[];
  @optional(ActionLinkRequest) actionLink?: ActionLinkRequest;
  @optionalInstant() expireAt?: string;
  @optionalText(20) autoExpireIn?: string;
  @optionalChoice('Release', 'Capture') autoExpireAction?: string;
  @optionalStringMap() metadata?: Record<string, string>;
  @optionalText(100) setupIntentId?: string;
  @optional(OrderDetailsRequest) orderDetails?: OrderDetailsRequest;
  @optionalFlag() generateRemoteToken?: boolean;
  @optionalFlag() isNotOnlineCheckout?: boolean;
}
