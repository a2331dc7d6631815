import { type KeyServiceCode, KeyServiceError } from "./key-service.ts";

/** Keys cannot be opened now, and so nothing that they seal can be read or written. Try again later; never do without. */
export class VaultUnavailable extends Error {
  override readonly name = "VaultUnavailable";
  readonly code: KeyServiceCode | "unknown_service";

  constructor(code: KeyServiceCode | "unknown_service") {
    super(`keys are not to be had: ${code}`);
    this.code = code;
  }
}

/** Asks a key service and waits no longer than `timeoutMs`. Throws `VaultUnavailable` for whatever else than an answer comes. */
export async function askKeyService(ask: () => Promise<Uint8Array>, timeoutMs: number): Promise<Uint8Array> {
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new KeyServiceError("timeout"));
    }, timeoutMs);
  });
  try {
    const answer = ask();
    // A key that comes after nobody waits for it any more is wiped.
    answer.then(
      (bytes) => (late ? bytes.fill(0) : bytes),
      () => undefined,
    );
    return await Promise.race([answer, tooLate]);
  } catch (error) {
    throw new VaultUnavailable(error instanceof KeyServiceError ? error.code : "unavailable");
  } finally {
    clearTimeout(timer);
  }
}
