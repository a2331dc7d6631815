import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { productSources } from "./product-sources.ts";

const kinds = "[Dd]igest|[Mm]ac|[Hh]mac|[Ss]ignature|[Aa]uthTag|[Cc]hecksum|[Hh]ash|sha256";
const name = String.raw`[\w.]*(?:${kinds})\w*`;
/** A digest, signature or tag beside `===`, unless the other side is a literal: `null`, `""`, a number. */
const compared = new RegExp(
  String.raw`(?<![\w.])(?:${name}(?:\([^()]*\))?\s*[!=]==?\s*(?!null|undefined|"|'|\d)[\w.]|(?<!null |undefined )[!=]==\s*(?:await )?${name}\b)`,
);

/** Compared with `===` all the same, each with the reason why nobody learns anything by its time. */
const open: Readonly<Record<string, string>> = {
  "packages/db/src/migrate.ts": "the sum of a migration's file, which is in the repository",
  "packages/services/src/evidence/verify-trail.ts": "hashes of rows, which whoever has the rows has too",
  "packages/services/src/evidence/archive-file.ts":
    "the sum of an archive, beside a signature that is checked",
};

test("check 86 no digest, signature or tag is compared with ===, which takes the longer the more of it is right", () => {
  for (const bad of [
    "if (macOf(body) === given) return true;",
    "row.tokenHash !== digest",
    "return given === row.signature;",
  ])
    expect(bad).toMatch(compared);
  for (const good of ["tokenHash === null", "hash !== undefined", 'digest === ""'])
    expect(good).not.toMatch(compared);
  const found = productSources().flatMap(({ file, source }) =>
    source
      .split("\n")
      .filter((line) => compared.test(line) && !/^\s*(\/\/|\*)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found.filter((line) => !Object.keys(open).some((file) => line.startsWith(`${file}:`)))).toEqual([]);
  for (const file of Object.keys(open))
    expect(
      found.some((line) => line.startsWith(file)),
      file,
    ).toBe(true);
});

/** What holds keys, opens them, or reads the environment that names them. */
const keepsSecrets =
  /^packages\/(vault|db|services|integrations|auth|jobs)\/|^apps\/\w+\/src\/(env\.ts|server\/)/;

test("check 86 nothing that a browser is given reaches the keys: from every client component no import leads to what holds them", () => {
  const sources = new Map(productSources().map(({ file, source }) => [file, source]));
  const roots = [...sources].filter(([, source]) => /^["']use client["']/.test(source)).map(([file]) => file);
  expect(roots.length).toBeGreaterThan(50);
  const reached = new Map(roots.map((file) => [file, file]));
  const leaks: string[] = [];
  for (const [file, root] of reached) {
    if (keepsSecrets.test(file)) {
      leaks.push(`${root} reaches ${file}`);
      continue;
    }
    const source = sources.get(file) ?? "";
    if (/^["']use server["']/.test(source)) continue; // called over the wire, never sent
    if (/from "node:|process\.env\[/.test(source))
      leaks.push(`${root} reaches ${file}, which is for a server`);
    for (const imported of importsOf(source)) {
      const path = pathOf(file, imported);
      if (path !== null && !reached.has(path)) reached.set(path, root);
    }
  }
  expect(leaks).toEqual([]);
  expect(reached.size).toBeGreaterThan(roots.length + 50);
});

/** What is imported as a value; types are gone before a browser sees anything. */
function importsOf(source: string): readonly string[] {
  const statements = source.matchAll(/^(?:import|export)\s+(?!type\b)([^;"']*?from\s+)?"([^"]+)"/gm);
  const dynamic = source.matchAll(/import\("([^"]+)"\)/g);
  return [
    ...[...statements].flatMap(([, names = "", from = ""]) => (onlyTypes(names) ? [] : [from])),
    ...[...dynamic].map(([, from = ""]) => from),
  ];
}

function onlyTypes(names: string): boolean {
  const list = /^\{([^}]*)\}\s*from\s+$/.exec(names)?.[1];
  if (list === undefined) return false;
  const each = list
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  return each.length > 0 && each.every((one) => one.startsWith("type "));
}

/** The file of ours that an import means; null for what is installed. */
function pathOf(from: string, imported: string): string | null {
  if (imported.startsWith(".")) return relative(checkout, join(checkout, dirname(from), imported));
  const [, room, door] = /^@quietroom\/([\w-]+)(\/.*)?$/.exec(imported) ?? [];
  if (room === undefined) return null;
  const manifest = join(checkout, "packages", room, "package.json");
  if (!existsSync(manifest))
    throw new Error(`${from} imports ${imported}, which is no package of the product`);
  const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports: Record<string, unknown> };
  const target = exports[`.${door ?? ""}`] ?? wildcard(exports, `.${door ?? ""}`);
  if (typeof target !== "string") throw new Error(`${from} imports ${imported}, which has no door`);
  return join("packages", room, target);
}

function wildcard(exports: Readonly<Record<string, unknown>>, door: string): unknown {
  for (const [pattern, target] of Object.entries(exports)) {
    const [before = "", after] = pattern.split("*");
    if (after === undefined || typeof target !== "string") continue;
    if (door.startsWith(before) && door.endsWith(after))
      return target.replace("*", door.slice(before.length, door.length - after.length));
  }
  return undefined;
}
