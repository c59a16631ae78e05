import {
  optionalDay,
  optionalFlag,
  optionalInstant,
  optionalList,
  optionalText,
  optionalUrl,
  optionalYear,
  requiredEmail,
  requiredList,
  requiredPhone,
  requiredRupees,
  requiredText,
} from './payload.rules.js';

class LineRequest {
  @requiredText(100) component_type: string;
  @requiredRupees() amount: number | string;
}

class NoteRequest {
  @requiredText(100) key: string;
  @requiredText(1000) value: string;
}

/** What pay orders and payment links have in common. */
class PayableRequest {
  @requiredText(200) name: string;
  @requiredPhone() phone: string;
  @requiredEmail() email: string;
  @requiredList(LineRequest) details: LineRequest[];
  @optionalList(NoteRequest) notes?: NoteRequest[];
  @optionalText(200) identifier?: string;
  @optionalText(200) custom_identifier?: string;
  @optionalText(200) student_name?: string;
  @optionalText(100) grade?: string;
  @optionalDay() date_of_birth?: string;
  @optionalFlag() new_admission?: boolean;
  @optionalYear() academic_year_start?: number | string;
  @optionalYear() academic_year_end?: number | string;
  @optionalText(100) collector_code?: string;
}

/** The body of `POST /pay/orders`. An order cannot expire. */
export class OrderRequest extends PayableRequest {
  @optionalUrl() callback_url?: string;
}

/** The body of `POST /pay/payment_links`. A link does not lead back to the merchant. */
export class LinkRequest extends PayableRequest {
  @optionalInstant() expires_at?: string;
}
