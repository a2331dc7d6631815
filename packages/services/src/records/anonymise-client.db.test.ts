import { clientsOf, createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { fillEveryTable, sealEveryColumn } from "@quietroom/testing/isolation";
import { openField } from "@quietroom/vault";
import { expect, test } from "vitest";
import { defineVerb } from "../define-verb.ts";
import { showHidden } from "../show-hidden.ts";
import { anonymiseClient } from "./anonymise-client.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

/** The step by itself: who decides it, and when it may be, is decided around it. */
const forget = defineVerb<{ readonly clientId: string }, null>({
  name: "test.forget",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    work.audit({ action: "delete", resource: "client", resourceId: work.input.clientId });
    await showHidden(work.tx);
    await anonymiseClient(work);
    return null;
  },
});

/** Sealed words that tell of no client, or that leave with their row. */
const notTheirs: Readonly<Record<string, string>> = {
  "security_incident.review_note": "what was found out about whoever looked",
  "text_reply.number":
    "said by whoever has the number: STOP holds also for a client who is written down with it later",
};

test("COMP-02 COMP-05 of somebody whose record goes no sealed word is left, in whichever column it stood", async () => {
  const studio = await createStudio(runtime);
  await fillEveryTable(query, studio);
  const spots = await sealEveryColumn(runtime, query, studio.tenantId);
  const [client] = await clientsOf(runtime, studio.tenantId);
  const clientId = client?.id ?? "";
  expect(client?.givenName).toContain("Ximena");
  await forget(studio.as("system"), { clientId });

  const keys = await runtime.vault.keysOf(studio.tenantId);
  const left: string[] = [];
  for (const { table, column, rowId, word } of spots) {
    const [row] = await query(`select "${column}"::text as sealed from "${table}" where id = $1`, [rowId]);
    const sealed = row?.["sealed"];
    if (typeof sealed === "string" && openField(keys, sealed, { table, column, rowId }) === word)
      left.push(`${table}.${column}`);
  }
  expect(left.toSorted()).toEqual(Object.keys(notTheirs).toSorted());
});
