import { randomUUID } from "node:crypto";
import { systemContext } from "@quietroom/services";
import { finishRotation, moveToKey, replaceKeys } from "@quietroom/services/keys";
import { keyIdOf, openField, sealField } from "@quietroom/vault";
import type { Figure } from "../figure.ts";
import type { VaultBench } from "./bench.ts";

const goalMs = 600_000;
const writers = 4;
const mode = { isolation: "read committed", readOnly: false } as const;
const place = (rowId: string) => ({ table: "bench_note", column: "body", rowId });

/** Moves every value of a table to a new key while writers go on changing rows of it; then opens each. */
export async function benchRotation({
  runtime,
  studio,
  values,
  query,
}: VaultBench): Promise<readonly Figure[]> {
  const { tenantId } = studio;
  const context = systemContext(runtime, tenantId, "bench");
  await query(`create table bench_note (tenant_id uuid not null references tenant (id), id uuid not null,
    body sealed_text not null, primary key (tenant_id, id))`);
  await query("call app.isolate('bench_note', 'select, insert, update')");
  const ids = Array.from({ length: values }, () => randomUUID());
  const before = await runtime.vault.keysOf(tenantId);
  for (let at = 0; at < values; at += 5_000) {
    const some = ids.slice(at, at + 5_000);
    const bodies = some.map((id) => sealField(before, `note of ${id}`, place(id)));
    await query("insert into bench_note select $1, * from unnest($2::uuid[], $3::text[])", [
      tenantId,
      some,
      bodies,
    ]);
  }

  const load = { on: true, written: 0 };
  const under = Array.from({ length: writers }, async () => {
    while (load.on) {
      const id = ids[Math.floor(Math.random() * values)] ?? "";
      const body = sealField(await runtime.vault.keysOf(tenantId), `note of ${id}`, place(id));
      await runtime.db.withTenant(
        tenantId,
        mode,
        async ({ tx }) =>
          await tx.$executeRaw`update bench_note set body = ${body} where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`,
      );
      load.written += 1;
    }
  });
  const began = performance.now();
  const keyId = await replaceKeys(context);
  while ((await moveToKey(context, { keyId, batches: 10 })) === "more");
  const tookMs = performance.now() - began;
  load.on = false;
  await Promise.all(under);
  const finished = await finishRotation(context, { keyId });

  const keys = await runtime.vault.keysOf(tenantId);
  let unreadable = 0;
  for (const { id, body } of await query("select id, body from bench_note where tenant_id = $1", [
    tenantId,
  ])) {
    const sealed = String(body);
    if (
      keyIdOf(sealed) !== keyId ||
      !opens(() => openField(keys, sealed, place(String(id))) === `note of ${String(id)}`)
    )
      unreadable += 1;
  }
  return [
    {
      what: `${values.toLocaleString("en")} values moved to a new key beside ${writers} writers (${load.written.toLocaleString("en")} writes)`,
      figure: `${(tookMs / 1_000).toFixed(1)} s`,
      goal: "600 s",
      met: tookMs < goalMs,
    },
    {
      what: "  of them unreadable, or not under the new key",
      figure: String(unreadable),
      goal: "0",
      met: unreadable === 0,
    },
    {
      what: "  the older keys are retired",
      figure: finished.ok ? "yes" : finished.refusal,
      goal: "yes",
      met: finished.ok,
    },
  ];
}

function opens(work: () => boolean): boolean {
  try {
    return work();
  } catch {
    return false;
  }
}
