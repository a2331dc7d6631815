import { randomBytes } from "node:crypto";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { masterKeyFile } from "@quietroom/local/studio-secrets";
import { openRuntime, type Runtime } from "@quietroom/services";
import { keySettings } from "@quietroom/vault";

/**
 * Runs a command's work on the verbs: a server's, where DATABASE_URL names its database (with the programs' own key settings), else the local
 * studio's, which is started for it. Throws with every key setting that cannot stand.
 */
export async function withRuntime<Result>(
  work: (runtime: Runtime, databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const url = process.env["DATABASE_URL"];
  if (url !== undefined) return await onDatabase(url, process.env, work);
  return await withLocalPostgres(
    async (postgres) =>
      await onDatabase(
        postgres.url("quietroom_app", studioDatabase),
        { QUIETROOM_MASTER_KEY_FILE: masterKeyFile(localData) },
        work,
      ),
  );
}

async function onDatabase<Result>(
  databaseUrl: string,
  source: NodeJS.ProcessEnv,
  work: (runtime: Runtime, databaseUrl: string) => Promise<Result>,
): Promise<Result> {
  const settings = keySettings(source, { production: false });
  if (!settings.ok)
    throw new Error(settings.refusals.map(({ name, message }) => `${name}: ${message}`).join("\n"));
  const silent = () => undefined;
  const runtime = await openRuntime({
    databaseUrl,
    linkKey: randomBytes(32), // no link is read or made here
    ...(await openKeyServices(settings.value)),
    bookingUrl: "http://localhost",
    log: { info: silent, warn: silent, error: silent },
    poolSize: 3,
  });
  try {
    return await work(runtime, databaseUrl);
  } finally {
    await runtime.close();
  }
}
