import type { askPasswordReset as contract } from "@quietroom/contracts/credentials";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { v7 as uuidv7 } from "uuid";
import type { Runtime } from "../runtime.ts";
import { beginAttempt } from "./guard.ts";
import { passwordRequestSealedFor } from "./answer-password-requests.ts";

/**
 * Notes that somebody wants a new password for an email, three times an hour (AUTH-05). Nobody looks here whether anyone has that
 * email: known or not, it is counted and noted by the same statements, and so nothing about the answer tells (AUTH-43). The jobs
 * look, once nobody waits for the answer.
 */
export async function askPasswordReset(
  runtime: Runtime,
  { email }: InputOf<typeof contract>,
): Promise<OutputOf<typeof contract>> {
  const counted = await beginAttempt(runtime, [{ kind: "reset", name: email }]);
  if (!counted.ok) return refuse("too_many");
  const id = uuidv7();
  const sealed = runtime.seal.seal(email, passwordRequestSealedFor(id));
  await runtime.db.withCounters(
    async ({ tx }) =>
      await tx.$executeRaw`insert into guard.password_request (id, sealed_email) values (${id}::uuid, ${sealed})`,
  );
  return ok({});
}
