import type { Request } from 'express';

/** Programs that open links in mails and chats to scan or to preview them. */
const SCANNERS =
  /bot|crawl|spider|preview|scan|fetch|monitor|curl|wget|python|java\/|go-http|okhttp|headless|barracuda|proofpoint|mimecast|safelinks|office|outlook|skype|slack|whatsapp|telegram|discord|facebookexternalhit|linkedin|twitter/i;

/** Whether a person seems to be there; only for counting, nothing depends on it. */
export function visitorOf(request: Request): 'person' | 'scanner' {
  const agent = request.get('user-agent') ?? '';
  const purpose = `${request.get('purpose') ?? ''}${request.get('sec-purpose') ?? ''}${request.get('x-moz') ?? ''}`;
  const isProgram =
    request.method === 'HEAD' || agent === '' || SCANNERS.test(agent) || /prefetch|preview/i.test(purpose);
  return isProgram ? 'scanner' : 'person';
}
