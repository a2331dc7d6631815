import type { Runtime } from "./runtime.ts";

/** The tenant behind a studio's public address, or null. Says nothing about whether the studio is open. */
export async function findTenantBySlug(runtime: Runtime, slug: string): Promise<string | null> {
  return await runtime.db.withDirectory(async ({ tx }) => {
    const entry = await tx.tenantDirectory.findUnique({ where: { slug } });
    return entry?.tenantId ?? null;
  });
}

/** Every studio that knows this email as staff. The email is compared in lower case. */
export async function findStaffByEmail(
  runtime: Runtime,
  email: string,
): Promise<readonly { readonly tenantId: string; readonly staffUserId: string }[]> {
  return await runtime.db.withDirectory(async ({ tx }) =>
    tx.staffDirectory.findMany({
      where: { email: email.toLowerCase() },
      select: { tenantId: true, staffUserId: true },
      orderBy: { tenantId: "asc" },
    }),
  );
}

/** Every studio, for work that goes round all of them. */
export async function listTenantIds(runtime: Runtime): Promise<readonly string[]> {
  return await runtime.db.withDirectory(async ({ tx }) => {
    const entries = await tx.tenantDirectory.findMany({ select: { tenantId: true }, orderBy: { tenantId: "asc" } });
    return entries.map((entry) => entry.tenantId);
  });
}
