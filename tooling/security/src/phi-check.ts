import { giveUp, say } from "@quietroom/local/terminal";
import { listTenantIds, systemContext } from "@quietroom/services";
import { sweepSealed, type SweptColumn } from "@quietroom/services/keys";
import { phiTable } from "./phi-table.ts";
import { withRuntime } from "./with-runtime.ts";

// pnpm phi:check   looks at every value of every sealed column of every studio: a server's, where DATABASE_URL names one, else the
// local studio's. It opens what it looks at, and the audit says so. Ends with 1 when anything is not as it should be.
try {
  process.exitCode = await withRuntime(async (runtime) => {
    const swept: SweptColumn[] = [];
    const tenantIds = await listTenantIds(runtime);
    for (const tenantId of tenantIds)
      swept.push(...(await sweepSealed(systemContext(runtime, tenantId, "phi-check"))));
    const { lines, wrong } = phiTable(swept);
    for (const line of lines) say(line);
    say(
      `${tenantIds.length} studios: ${wrong === 0 ? "every column and every value holds" : `${wrong} findings`}.`,
    );
    return wrong === 0 ? 0 : 1;
  });
} catch (failure) {
  giveUp(failure);
}
