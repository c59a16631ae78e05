import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKey } from './accounts/api-key.decorators.js';
import type { ErrorCode } from './common/domain-error.js';
import { PROBLEM_HELP } from './common/problem-help.js';
import { PROBLEM_KINDS } from './common/problem.js';

/** Where `type` of every problem leads: what each code means and what to do. */
@ApiExcludeController()
@NoKey()
@Controller('docs/errors')
export class ErrorsPageController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  page(): string {
    const codes = Object.keys(PROBLEM_KINDS) as ErrorCode[];
    const entries = codes.map((code) => {
      const { status, title } = PROBLEM_KINDS[code];
      return `<section id="${code}"><h2><code>${code}</code> · ${status}</h2><p><strong>${title}.</strong> ${escape(PROBLEM_HELP[code])}</p></section>`;
    });
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dunlin: errors</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
section:target{outline:3px solid #0b6;outline-offset:.5rem}h2{font-size:1.1rem}</style></head>
<body><h1>Errors</h1><p>Every error is <code>application/problem+json</code> (RFC 9457). Branch on <code>code</code>: it never changes.
See the <a href="/docs">API</a>.</p>${entries.join('\n')}</body></html>`;
  }
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');
}
