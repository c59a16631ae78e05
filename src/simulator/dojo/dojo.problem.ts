import { ProviderRefusal } from '../provider.answer.js';
import type { FieldErrors } from '../request.reader.js';
import { newTraceId } from './dojo.ids.js';

export function invalid(errors: FieldErrors): ProviderRefusal {
  return problem(400, 'One or more validation errors occurred.', { errors });
}

export function notFound(): ProviderRefusal {
  return problem(404, 'Not Found');
}

export function notAllowed(detail: string): ProviderRefusal {
  return problem(405, 'Method Not Allowed', { detail });
}

export function conflict(detail: string): ProviderRefusal {
  return problem(409, 'Conflict', { detail });
}

export function refused(detail: string): ProviderRefusal {
  return problem(400, 'Bad Request', { detail });
}

/** Refunds are refused in another dialect, observed on the real API. */
export function refundRefused(): ProviderRefusal {
  const Detail = 'Your refund request was not successful. Status: Failed.';
  return new ProviderRefusal({ status: 400, body: { Status: 400, Detail, Extensions: {} } });
}

export function problem(status: number, title: string, members: object = {}): ProviderRefusal {
  const body = { ...members, type: typeOf(status), title, status, traceId: newTraceId() };
  return new ProviderRefusal({ status, body });
}

function typeOf(status: number): string {
  const sections: Record<number, string> = { 400: '6.5.1', 404: '6.5.4', 405: '6.5.5', 409: '6.5.8', 500: '6.6.1' };
  const section = sections[status];
  return section ? `https://tools.ietf.org/html/rfc7231#section-${section}` : 'about:blank';
}
