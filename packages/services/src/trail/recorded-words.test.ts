import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { recordedWords } from "@quietroom/domain/records";
import { expect, test } from "vitest";

test("AUD-09 AUD-10 every kind of record that the services put into the audit is called something by people", () => {
  const services = path.resolve(import.meta.dirname, "..");
  const named = globSync("**/*.ts", { cwd: services })
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => [
      ...readFileSync(path.join(services, file), "utf8").matchAll(/\bresource: "([a-z_]+)"/g),
    ])
    .map(([, resource = ""]) => resource);
  expect(new Set(named).size).toBeGreaterThan(50);
  const speechless = named.filter((resource) => recordedWords(resource) === resource.replaceAll("_", " "));
  expect([...new Set(speechless)]).toEqual([]);
});
