import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { EventPartsDto } from './api-docs.dto.js';
import { withExamples } from './api-docs.examples.js';
import { withCompleteOperations } from './api-docs.operations.js';
import { withCompleteSchemas } from './api-docs.schemas.js';
import { API_DESCRIPTION, TAG_DESCRIPTIONS } from './api-docs.texts.js';
import { withWebhooks } from './api-docs.webhooks.js';
import { ProblemDto } from './common/problem.dto.js';

/** Swagger UI at `/docs`, the document at `/openapi.json`. Built on the first request: a start should not wait for it. */
export function setUpApiDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Dunlin API',
    // A key is forgotten with the page: what a browser stores, any script of this host could read.
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, tryItOutEnabled: true },
  });
}

/**
 * The OpenAPI 3.1 document of the compiled app. Types and texts come from the handlers and DTOs by the build's plugin; what
 * follows from the conventions of this API, and would have to be repeated at every handler, is added here.
 */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Dunlin')
    .setDescription(API_DESCRIPTION)
    .setVersion('1')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'An API key: `dln_sandbox_…` or `dln_live_…`.' },
      'apiKey',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The `ADMIN_KEY` of the installation.' }, 'adminKey')
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'The API key as user name, and an empty password.' },
      'apiKeyAsUser',
    )
    .build();
  const described = SwaggerModule.createDocument(app, base, {
    extraModels: [ProblemDto, EventPartsDto],
    operationIdFactory: (controller, method) => `${method}${controller.replace(/Controller$/, '')}`,
  });
  const completed = withExamples(withWebhooks(withCompleteOperations(withCompleteSchemas(described))));
  return withTags(completed as unknown as OpenAPIObject);
}

function withTags(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values({ ...document.paths, ...document.webhooks }).flatMap((item) =>
    [item.get, item.post, item.put, item.patch, item.delete].flatMap((operation) => operation?.tags ?? []),
  );
  const names = [...new Set(operations)];
  const tags = Object.entries(TAG_DESCRIPTIONS).map(([name, description]) => ({ name, description }));
  return { ...document, tags: tags.filter(({ name }) => names.includes(name)) };
}
