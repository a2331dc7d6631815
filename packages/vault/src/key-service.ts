/** What a wrapped key belongs to. A key service opens it for exactly the same words only, and may log them: ids, nothing else. */
export type KeyContext = Readonly<Record<string, string>>;

/** Keeps the master key, and with it wraps and unwraps the data keys of tenants. */
export type KeyService = {
  /** Stands beside each wrapped key, to tell who can unwrap it. */
  readonly name: string;
  /** Throws `KeyServiceError`. */
  wrap(key: Uint8Array, context: KeyContext): Promise<Uint8Array>;
  /** Throws `KeyServiceError`. The caller wipes the answer. */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
};

/**
 * Why a key service gave no answer: it cannot be reached, does not let us, has the master key switched off, took too long,
 * or does not recognise what it was given.
 */
export type KeyServiceCode = "unavailable" | "denied" | "disabled" | "timeout" | "malformed";

/** A key service that gave no answer. Carries the code and nothing of the request. */
export class KeyServiceError extends Error {
  override readonly name = "KeyServiceError";
  readonly code: KeyServiceCode;

  constructor(code: KeyServiceCode) {
    super(`key service: ${code}`);
    this.code = code;
  }
}

/** Where no key service is set up: refuses whatever it is asked. */
export function keylessService(): KeyService {
  const refuse = () => Promise.reject(new KeyServiceError("unavailable"));
  return { name: "none", wrap: refuse, unwrap: refuse };
}
