import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './common/problem.dto.js';

const DESCRIPTION = `Payment links for ERPs. One call makes a payment and a link and mails it; the outcome is confirmed with the
payment provider and told through signed webhooks and a gap-free feed, until you answer *booked*.

Authorize with your API key (\`dln_sandbox_…\`). Amounts are integer minor units. Every POST takes an \`Idempotency-Key\`.`;

/** Swagger UI at `/docs`, the document at `/openapi.json`. Built on the first request: a start should not wait for it. */
export function setUpApiDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Dunlin API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
}

/** The OpenAPI 3.1 document of the compiled app: types and texts come from the handlers and DTOs by the build's plugin. */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dunlin')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key: `dln_sandbox_…` or `dln_live_…`.' },
      'apiKey',
    )
    .build();
  return SwaggerModule.createDocument(app, base, {
    extraModels: [ProblemDto],
    operationIdFactory: (controller, method) => `${method}${controller.replace(/Controller$/, '')}`,
  });
}
