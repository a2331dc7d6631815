import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../prisma/schema", import.meta.url));

/** A model of the schema files: its table, and the lines between its braces. */
export type Model = { readonly name: string; readonly table: string; readonly lines: readonly string[] };

/** Every model of the product's schema. */
export function productModels(): readonly Model[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".prisma"))
    .flatMap((file) => modelsIn(readFileSync(join(folder, file), "utf8")));
}

/** The models of one schema text. A model without `@@map` is a table of its own name. */
export function modelsIn(schema: string): readonly Model[] {
  return [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, name = "", body = ""]) => ({
    name,
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name,
    lines: body.split("\n").map((line) => line.trim().replace(/\s+/g, " ")),
  }));
}

/** Known by more than their studio, each with the reason. */
const otherKeys: Readonly<Record<string, string>> = {
  Tenant: "it is the studio",
  TenantDirectory: "finds the studio by its public address",
  StaffDirectory: "finds the studios of an email",
  IdentityDirectory: "finds whose an identity of another provider is",
};

/** What a model lacks to belong to one studio: the column, which cannot be missing, and its place at the head of the key. */
export function tenantGaps({ name, lines }: Model): readonly string[] {
  const column = lines.some((line) =>
    /^tenantId String (@unique )?@map\("tenant_id"\) @db\.Uuid$/.test(line),
  );
  const key = lines.some((line) => line.startsWith("@@id([tenantId,"));
  return [
    ...(column || name === "Tenant" ? [] : [`${name} has no tenantId`]),
    ...(key || name in otherKeys ? [] : [`the key of ${name} does not begin with tenantId`]),
  ];
}
