import { randomBytes } from "node:crypto";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { masterKeyFile } from "@quietroom/local/studio-secrets";
import { giveUp, say } from "@quietroom/local/terminal";
import { openRuntime } from "@quietroom/services";
import { keySettings } from "@quietroom/vault";
import { rezone } from "./rezone-studios.ts";

// pnpm rezone           lists every visit to come, of every studio, whose instant is no longer its time on the wall by the time zone rules of this
//                       Node: to be run when those were updated, once the programs run under the same.
// pnpm rezone --write   takes them to where they belong; client and practitioner are told by the worker. Stopped halfway, it is run again.
// A server's database, where DATABASE_URL names one (with the programs' own key settings), else the local studio's. Ends with 1 while anything is left.
try {
  const write = process.argv.includes("--write");
  const url = process.env["DATABASE_URL"];
  const left =
    url === undefined
      ? await withLocalPostgres(
          async (postgres) =>
            await run(postgres.url("quietroom_app", studioDatabase), write, {
              QUIETROOM_MASTER_KEY_FILE: masterKeyFile(localData),
            }),
        )
      : await run(url, write, process.env);
  process.exitCode = left === 0 ? 0 : 1;
} catch (failure) {
  giveUp(failure);
}

async function run(databaseUrl: string, write: boolean, source: NodeJS.ProcessEnv): Promise<number> {
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
    const { studios, found, left } = await rezone(runtime, { write, say });
    say(
      `${studios} studios, time zone rules ${process.versions.tz ?? "unknown"}: ${found} visits to move, ${found - left} settled.`,
    );
    if (found > 0 && !write) say("Nothing was changed; pnpm rezone --write moves them.");
    return left;
  } finally {
    await runtime.close();
  }
}
