import type { Request } from 'express';

export type Visitor = 'person' | 'scanner';

/** Programs that open links in mails and chats, by how they call themselves. In-app browsers of chats are people's. */
const PROGRAMS = new RegExp(
  [
    '(?<!cu)bot\\b|crawl|spider|slurp|archiver|lighthouse|headless|phantomjs',
    'preview|prerender|scanner|monitor|fetch|imageproxy|linkexpanding|embedly|facebookexternalhit|^whatsapp/|^telegram',
    'curl/|wget/|python|java/|go-http|okhttp|axios|undici|libwww|httpclient|winhttp|ruby|perl|php/|dart/|postman|insomnia',
    'barracuda|proofpoint|mimecast|safelinks|urldefense|symantec|messagelabs|fortinet|fortiguard|sophos|trend ?micro',
    'zscaler|ironport|forcepoint|checkpoint|bitdefender|kaspersky|virustotal|urlscan|google-safety',
    'ms-?office|microsoft office|microsoft outlook|msoffice',
  ].join('|'),
  'i',
);

/** Whether a person seems to be there; only for counting, nothing depends on it. */
export function visitorOf(request: Pick<Request, 'method' | 'get'>): Visitor {
  const agent = request.get('user-agent') ?? '';
  const purpose = ['purpose', 'sec-purpose', 'x-moz', 'x-purpose'].map((name) => request.get(name) ?? '').join(' ');
  const isProgram =
    request.method === 'HEAD' ||
    // Every browser says what it is and which language its reader wants; disguised scanners mostly forget the second.
    !/^(Mozilla|Opera)\//.test(agent) ||
    request.get('accept-language') === undefined ||
    PROGRAMS.test(agent) ||
    /prefetch|prerender|preview/i.test(purpose);
  return isProgram ? 'scanner' : 'person';
}
