import { readFileSync } from "node:fs";
import { z } from "zod";

const file = z.array(
  z.object({
    name: z.string(),
    signIns: z.array(
      z.object({ role: z.string(), name: z.string(), email: z.string(), totpSecret: z.string().optional() }),
    ),
  }),
);

/** The demo's studios and the people in them; `totpSecret` is what their authenticator app would hold. */
export type DemoPeople = z.infer<typeof file>;

/** Reads whom the demo was seeded with; nobody where there is no such file. */
export function readDemoPeople(path: string | undefined): DemoPeople {
  if (path === undefined) return [];
  try {
    return file.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return [];
  }
}
