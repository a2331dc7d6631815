import { expect, test } from "vitest";
import { modelsIn, productModels, tenantGaps } from "./models.ts";

test("TEN-06 every model has a tenant id that cannot be missing, at the head of its key", () => {
  const models = productModels();
  expect(models.map(({ name }) => name)).toEqual(expect.arrayContaining(["Tenant", "Client", "Appointment"]));
  expect(models.flatMap(tenantGaps)).toEqual([]);
});

test("TEN-06 a model without a tenant id, with one that may be missing, or known by its id alone fails the build", () => {
  const planted = modelsIn(`
model Loose {
  id String @id @default(dbgenerated("uuidv7()")) @db.Uuid

  @@map("loose")
}

model Optional {
  tenantId String? @map("tenant_id") @db.Uuid
  id       String  @db.Uuid

  @@id([tenantId, id])
}

model Elsewhere {
  tenantId String @map("tenant_id") @db.Uuid
  id       String @id @db.Uuid
}
`);
  expect(planted.map(({ table }) => table)).toEqual(["loose", "Optional", "Elsewhere"]);
  expect(planted.flatMap(tenantGaps)).toEqual([
    "Loose has no tenantId",
    "the key of Loose does not begin with tenantId",
    "Optional has no tenantId",
    "the key of Elsewhere does not begin with tenantId",
  ]);
});
