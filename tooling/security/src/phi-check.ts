import { randomBytes } from "node:crypto";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { localData } from "@quietroom/local/checkout";
import { withLocalPostgres } from "@quietroom/local/local-database";
import { studioDatabase } from "@quietroom/local/studio-environment";
import { masterKeyFile } from "@quietroom/local/studio-secrets";
import { giveUp, say } from "@quietroom/local/terminal";
import { listTenantIds, openRuntime, systemContext } from "@quietroom/services";
import { sweepSealed, type SweptColumn } from "@quietroom/services/keys";
import { keySettings } from "@quietroom/vault";
import { phiTable } from "./phi-table.ts";

// pnpm phi:check   looks at every value of every sealed column of every studio: a server's, where DATABASE_URL names one, else the
// local studio's. It opens what it looks at, and the audit says so. Ends with 1 when anything is not as it should be.
try {
  const url = process.env["DATABASE_URL"];
  const wrong =
    url === undefined
      ? await withLocalPostgres(
          async (postgres) =>
            await check(postgres.url("quietroom_app", studioDatabase), {
              QUIETROOM_MASTER_KEY_FILE: masterKeyFile(localData),
            }),
        )
      : await check(url, process.env);
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (failure) {
  giveUp(failure);
}

async function check(databaseUrl: string, source: NodeJS.ProcessEnv): Promise<number> {
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
    const swept: SweptColumn[] = [];
    const tenantIds = await listTenantIds(runtime);
    for (const tenantId of tenantIds)
      swept.push(...(await sweepSealed(systemContext(runtime, tenantId, "phi-check"))));
    const { lines, wrong } = phiTable(swept);
    for (const line of lines) say(line);
    say(
      `${tenantIds.length} studios: ${wrong === 0 ? "every column and every value holds" : `${wrong} findings`}.`,
    );
    return wrong;
  } finally {
    await runtime.close();
  }
}
