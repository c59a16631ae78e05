import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Media {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>;
}

interface DocumentedResponse {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
}

/** One operation of openapi.json. */
export interface Operation extends DocumentedOperation {
  readonly method: string;
  readonly path: string;
}

const DOCUMENT_ID = 'https://dunlin.example/openapi.json';

/** openapi.json, as whoever reads it without knowing the program: what may be asked, and what may be answered. */
export class DocumentedApi {
  readonly operations: readonly Operation[];
  private readonly ajv = addFormats.default(new Ajv2020({ strict: false, validateSchema: false, allErrors: true }));
  private readonly validators = new Map<string, ValidateFunction>();

  private constructor(private readonly document: ApiDocument) {
    this.ajv.addSchema(document, DOCUMENT_ID);
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
    );
  }

  static read(): DocumentedApi {
    return new DocumentedApi(JSON.parse(readFileSync('openapi.json', 'utf8')) as ApiDocument);
  }

  /** What a reference leads to; anything else is what it is. */
  resolve<Part extends object>(part: Part): Part {
    const reference = '$ref' in part ? part.$ref : undefined;
    if (typeof reference !== 'string') return part;
    const names = reference.split('/').slice(1).map(unescaped);
    return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], this.document) as Part;
  }

  /** Every body that the document shows for this operation. */
  requestExamples(operation: Operation): unknown[] {
    const media = operation.requestBody?.content['application/json'];
    return Object.values(media?.examples ?? {}).map((example) => this.resolve(example).value);
  }

  /** What the document has against an answer: nothing, when it is as documented. */
  complaints(operation: Operation, answer: { status: number; type: string | undefined; text: string }): string[] {
    const { status, type = '', text } = answer;
    const response = operation.responses[String(status)];
    if (!response) return [`${status} is not documented`];
    const content = Object.entries(this.resolve(response).content ?? {});
    if (content.length === 0) return status === 204 && text !== '' ? ['204 with a body'] : [];
    const [mediaType, media] = content.find(([documented]) => type.split(';')[0] === documented) ?? [];
    if (mediaType === undefined) return [`${status} as ${type} is not documented`];
    if (!media?.schema || !mediaType.endsWith('json')) return [];
    return this.violations(response, { operation, status, mediaType, text });
  }

  private violations(
    response: DocumentedResponse,
    { operation, status, mediaType, text }: { operation: Operation; status: number; mediaType: string; text: string },
  ): string[] {
    const place =
      response.$ref?.slice(2) ??
      `paths/${escaped(operation.path)}/${operation.method.toLowerCase()}/responses/${status}`;
    const validate = this.validatorOf(`${DOCUMENT_ID}#/${place}/content/${escaped(mediaType)}/schema`);
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private validatorOf(reference: string): ValidateFunction {
    const known = this.validators.get(reference) ?? this.ajv.compile({ $ref: reference });
    this.validators.set(reference, known);
    return known;
  }
}

function escaped(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function unescaped(name: string): string {
  return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
}
