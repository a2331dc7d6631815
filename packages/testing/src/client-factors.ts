import { previousCode } from "@quietroom/sandbox/app-code";
import { clientSecondStep, passClientStep } from "@quietroom/services/portal";
import { succeeded, type TestStudio } from "./studio.ts";

/**
 * Sets an authenticator app up in a client's session, as they would: its secret, its recovery codes and the session's next token. The code
 * used up is the previous one, which leaves two for the test.
 */
export async function enrolClientApp(
  studio: TestStudio,
  token: string,
): Promise<{ readonly secret: string; readonly codes: readonly string[]; readonly token: string }> {
  const { runtime } = studio.as("public");
  const session = { tenantId: studio.tenantId, token };
  const step = await clientSecondStep(runtime, session, "an_app");
  if (step?.kind !== "enrol") throw new Error("there is nothing to set up");
  const { secret } = step;
  const code = await previousCode(secret, 2_000);
  const passed = succeeded(await passClientStep(runtime, session, { code, ip: null }));
  return { secret, codes: passed.codes ?? [], token: passed.token };
}
