import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "@quietroom/local/checkout";

/** The product's own source files, by their path in the checkout: no tests, nothing generated. */
export function productSources(): readonly { readonly file: string; readonly source: string }[] {
  return globSync("{packages,apps}/*/src/**/*.{ts,tsx}", { cwd: checkout })
    .filter((file) => !/\.test\.tsx?$|\/generated\/|^packages\/testing\//.test(file))
    .toSorted()
    .map((file) => ({ file, source: readFileSync(join(checkout, file), "utf8") }));
}
