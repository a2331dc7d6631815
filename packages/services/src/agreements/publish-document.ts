import type {
  publishDocument as publishContract,
  viewDocument as viewContract,
} from "@quietroom/contracts/agreements";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { nextVersion } from "@quietroom/domain/records";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";

/** One kind of document with all its versions, who published each, and how many clients accepted it. */
export const viewDocument = defineVerb<InputOf<typeof viewContract>, OutputOf<typeof viewContract>>({
  name: "agreements.view_document",
  permission: "legal_document:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, input: { kind, version } }) {
    const { timeZone, locale } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const rows = await tx.$queryRaw<VersionRow[]>`
      select d.version, d.published_at as "publishedAt", s.display_name as "publishedBy",
        (select count(*)::int from document_acceptance a
          where a.tenant_id = d.tenant_id and a.document_id = d.id) as accepted
      from legal_document d join staff_user s on s.tenant_id = d.tenant_id and s.id = d.published_by
      where d.tenant_id = ${tenantId}::uuid and d.kind = ${kind}
      order by d.version desc`;
    const wanted = version ?? rows[0]?.version;
    const shown =
      wanted === undefined
        ? null
        : found(
            await tx.legalDocument.findFirst({
              where: { tenantId, kind, version: wanted },
              select: { version: true, body: true },
            }),
          );
    return {
      timeZone,
      locale,
      shown,
      versions: rows.map((row) => ({ ...row, publishedAt: fromInstantColumn(row.publishedAt) })),
    };
  },
});

type VersionRow = {
  readonly version: number;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly accepted: number;
};

/**
 * Publishes a new version of terms or privacy notice: it holds at once, everybody who books is asked for it, and clients at the portal at
 * their next visit (COMP-15). Nobody can change or take away a version: a mistake is put right by the next one.
 */
export const publishDocument = defineVerb<InputOf<typeof publishContract>, OutputOf<typeof publishContract>>({
  name: "agreements.publish_document",
  permission: "legal_document:manage",
  isolation: "read committed",
  trace: "audited",
  opens: "nothing", // a text for everybody
  conflicts: { legal_document_tenant_id_kind_version_key: "published_meanwhile" },
  async run({ tx, tenantId, input, actor, audit }) {
    const { kind, basedOn, body } = input;
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const published = await tx.legalDocument.findFirst({
      where: { tenantId, kind },
      orderBy: { version: "desc" },
      select: { version: true, body: true },
    });
    const next = nextVersion({ published, basedOn, body });
    if (!next.ok) {
      audit({ action: "create", resource: "legal_document", resourceId: null, detail: { kind } });
      return next;
    }
    const { id } = await tx.legalDocument.create({
      data: { tenantId, kind, version: next.value, body, publishedBy: actor.staffUserId },
      select: { id: true },
    });
    audit({
      action: "create",
      resource: "legal_document",
      resourceId: id,
      detail: { kind, version: next.value },
    });
    return ok({ version: next.value });
  },
});
