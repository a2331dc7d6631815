import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The root folder of this checkout. */
export const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Where the demo and `dev` keep their database, secrets, mail and logs; git ignores it. */
export const localData = join(checkout, ".data");

/** A path as one reads it from the root of the checkout; whole when it lies elsewhere. */
export function shown(path: string): string {
  const inside = relative(checkout, path);
  return inside.startsWith("..") ? path : inside;
}

/** An environment in which `node` and the workspace's own tools come first, and nothing phones home. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: [join(checkout, "node_modules/.bin"), dirname(process.execPath), process.env["PATH"] ?? ""].join(
      ":",
    ),
    NEXT_TELEMETRY_DISABLED: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
  };
}
