import { randomUUID } from "node:crypto";
import type { VerbContext } from "@quietroom/services";
import type { inspect } from "./inspect.ts";
import type { TestStudio } from "./studio.ts";

/**
 * Somebody of the studio who has a row of their own, called Mara Lind: what they close, answer or pass over is some person's word. A therapist is the
 * studio's first practitioner.
 */
export async function staffOf(
  studio: TestStudio,
  query: Awaited<ReturnType<typeof inspect>>,
  role: "admin" | "therapist" | "receptionist" = "admin",
) {
  const [row] = await query(
    `insert into staff_user (tenant_id, email, display_name, password_hash, roles)
     values ($1, $2, 'Mara Lind', '-', $3) returning id`,
    [studio.tenantId, `${randomUUID()}@example.com`, [role]],
  );
  const actor = {
    kind: "staff",
    tenantId: studio.tenantId,
    staffUserId: String(row?.["id"]),
    sessionId: randomUUID(),
    practitionerId: role === "therapist" ? studio.practitionerId : null,
    roles: [role],
  } as const;
  return { ...studio.as("admin"), actor } satisfies VerbContext;
}
