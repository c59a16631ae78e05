import type { StateStore } from './state.store.js';

/** How often each operation was called, over all providers and per reference. */
export class CallCounts {
  constructor(private readonly store: StateStore) {}

  add(operation: string, reference: string | undefined): void {
    const { calls, callsByReference } = this.store.state;
    calls[operation] = (calls[operation] ?? 0) + 1;
    if (reference !== undefined) {
      const own = (callsByReference[reference] ??= {});
      own[operation] = (own[operation] ?? 0) + 1;
    }
    this.store.touch();
  }

  reset(): void {
    Object.assign(this.store.state, { calls: {}, callsByReference: withoutPrototype({}) });
    this.store.touch();
  }

  /** Of one reference, where one is given; `calls` are all the same. */
  view(reference?: string) {
    const { calls, callsByReference } = this.store.state;
    if (reference === undefined) return { calls, callsByReference };
    return { calls, callsByReference: { [reference]: callsByReference[reference] ?? {} } };
  }
}

/** References are the callers' choice, and `constructor` is one that a plain object already has. */
export function withoutPrototype<T>(entries: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, entries);
}
