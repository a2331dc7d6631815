/** The answer of a rule: a value, or a refusal with a closed code. A refusal is an answer, not an exception. */
export type Result<T, R> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: R };

/** Wraps a value as the good answer of a rule. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps a refusal (a closed code, or an object that carries one) as the answer of a rule. */
export function refuse<const R>(refusal: R): { readonly ok: false; readonly refusal: R } {
  return { ok: false, refusal };
}

/** Marks a branch that the types prove unreachable; reaching it is a bug. */
export function assertNever(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}
