import type { readDocument as contract } from "@quietroom/contracts/agreements";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

type Input = Omit<InputOf<typeof contract>, "studio">;

/** A published text for anyone to read, an earlier version too: people can look up what they accepted. Throws `not_found`. */
export const readDocument = defineVerb<Input, OutputOf<typeof contract>>({
  name: "agreements.read_document",
  permission: "studio:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, input: { kind, version } }) {
    const read = { version: true, body: true, publishedAt: true } as const;
    const newest = found(
      await tx.legalDocument.findFirst({
        where: { tenantId, kind },
        orderBy: { version: "desc" },
        select: read,
      }),
    );
    const shown =
      version === null || version === newest.version
        ? newest
        : found(await tx.legalDocument.findFirst({ where: { tenantId, kind, version }, select: read }));
    return { ...shown, kind, current: newest.version, publishedAt: fromInstantColumn(shown.publishedAt) };
  },
});
