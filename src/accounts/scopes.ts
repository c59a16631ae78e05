/** What a key may do; `*:write` does not include `*:read`. */
export const SCOPES = [
  'payments:read',
  'payments:write',
  'refunds:write',
  'settings:read',
  'settings:write',
  'keys:write',
] as const;

export type Scope = (typeof SCOPES)[number];
