import { privilegedRole } from "@quietroom/web/privileged-role";
import { readEnv } from "../env.ts";

/** Ends the process with one message when the environment is wrong, or names a database role that could look past row security. */
export async function endOnWrongEnv(): Promise<void> {
  try {
    const refused = await privilegedRole(readEnv().DATABASE_URL);
    if (refused !== null) throw new Error(refused);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
