import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { findTenantBySlug } from "./directory.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

test("TEN-05 an address is looked up once, and one that nobody had is looked up again", async () => {
  const { slug, tenantId } = await createStudio(runtime);
  expect(await findTenantBySlug(runtime, slug)).toBe(tenantId);
  await query("update tenant_directory set slug = $1 where tenant_id = $2", [`${slug}-x`, tenantId]);
  expect(await findTenantBySlug(runtime, slug)).toBe(tenantId);

  const later = `later-${randomUUID()}`;
  expect(await findTenantBySlug(runtime, later)).toBeNull();
  const { tenantId: itsOwn } = await createStudio(runtime);
  await query("update tenant_directory set slug = $1 where tenant_id = $2", [later, itsOwn]);
  expect(await findTenantBySlug(runtime, later)).toBe(itsOwn);
});

test("TEN-05 nobody who serves requests may give an address to another studio", async () => {
  const rights = await query(
    `select r.rolname, p.privilege from pg_roles r, unnest(array['update', 'delete', 'truncate']) p(privilege)
     where r.rolname in ('quietroom_app', 'quietroom_client') and has_table_privilege(r.rolname, 'tenant_directory', p.privilege)`,
  );
  expect(rights).toEqual([]);
});
