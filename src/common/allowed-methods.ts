import type { Request } from 'express';

interface RouterLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that this address takes, for a request that no route took: empty when the address itself is unknown. */
export function allowedMethods(request: Request): string[] {
  const { stack } = (request.app as unknown as { router: { stack: RouterLayer[] } }).router;
  const routes = stack.filter((layer) => layer.route && layer.match(request.path)).map((layer) => layer.route!);
  const methods = routes.flatMap(({ methods: ofRoute }) => Object.keys(ofRoute));
  return [...new Set(methods.map((method) => method.toUpperCase()))].filter((method) => method !== '_ALL').sort();
}
