import { type ProviderAnswer, ProviderRefusal } from '../provider.answer.js';

export interface PayloadFault {
  readonly key: string;
  readonly message: string;
}

export function success(status: number, data: unknown): ProviderAnswer {
  return { status, body: { status: 'success', data } };
}

/** As the live API answers, with a code that its documents do not have. */
export function invalidPayload(errors: readonly PayloadFault[]): ProviderRefusal {
  return refusal('Invalid payload!', { errors });
}

/** Status 400, though 404 is documented: seen on the live API. */
export function orderNotFound(orderId: string): ProviderRefusal {
  return refusal(`Order not found for id: ${orderId}`);
}

export function refusal(message: string, members: object = {}): ProviderRefusal {
  const body = { status: 'error', message, error_type: 'BadRequestError', code: 'E0000', ...members };
  return new ProviderRefusal({ status: 400, body });
}

export function hookNotFound(): ProviderRefusal {
  const body = { status: 'error', message: 'Webhook not found', error_type: 'NotFoundError', code: 'HUE00001' };
  return new ProviderRefusal({ status: 404, body });
}

export function unauthorized(message: string): ProviderAnswer {
  return { status: 401, body: { status: 'error', message } };
}

/** Of the gateway in front of Jodo, which has an envelope of its own. */
export const GATEWAY_NOT_FOUND: ProviderAnswer = { status: 404, body: { message: 'Not Found' } };
