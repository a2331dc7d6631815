import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { findBreaches } from "./find-breaches.ts";

const made: string[] = [];
afterEach(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true });
});

/** A repository of the product's layout with these files; every room can be resolved from every other by its name. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "fences-"));
  made.push(root);
  const all = {
    "tooling/x/src/x.ts": "export const x = 1;",
    "apps/worker/src/main.ts": "export const m = 1;",
    ...files,
  };
  const rooms = new Set<string>();
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
    rooms.add(path.split("/").slice(0, 2).join("/"));
  }
  mkdirSync(join(root, "node_modules/@quietroom"), { recursive: true });
  writeFileSync(join(root, "package.json"), "{}");
  for (const room of rooms) {
    const name = room.split("/")[1] ?? "";
    writeFileSync(
      join(root, room, "package.json"),
      JSON.stringify({ name: `@quietroom/${name}`, exports: { "./*": "./src/*.ts" } }),
    );
    symlinkSync(join(root, room), join(root, "node_modules/@quietroom", name));
  }
  return root;
}

const door = "export const open = 1;";

const planted: readonly (readonly [
  title: string,
  rule: string,
  from: string,
  files: Readonly<Record<string, string>>,
])[] = [
  [
    "domain that imports contracts",
    "packages/domain imports its neighbours only",
    "packages/domain/src/rule.ts",
    {
      "packages/domain/src/rule.ts":
        'import { open } from "@quietroom/contracts/wire";\nexport const a = open;',
      "packages/contracts/src/wire.ts": door,
    },
  ],
  [
    "a router that skips the services and reaches for the database",
    "packages/api imports its neighbours only",
    "packages/api/src/router.ts",
    {
      "packages/api/src/router.ts": 'import { open } from "@quietroom/db/client";\nexport const a = open;',
      "packages/db/src/client.ts": door,
    },
  ],
  [
    "an app that runs a verb by itself",
    "apps/booking imports its neighbours only",
    "apps/booking/src/app/page.tsx",
    {
      "apps/booking/src/app/page.tsx":
        'import { open } from "@quietroom/services/verb";\nexport const a = open;',
      "packages/services/src/verb.ts": door,
    },
  ],
  [
    "a type alone is an import too",
    "packages/ui imports its neighbours only",
    "packages/ui/src/card.tsx",
    {
      "packages/ui/src/card.tsx": 'import type { Row } from "@quietroom/db/client";\nexport type A = Row;',
      "packages/db/src/client.ts": "export type Row = 1;",
    },
  ],
  [
    "a feature that enters another past its index",
    "a feature is entered by its index.ts",
    "packages/services/src/waitlist/offer.ts",
    {
      "packages/services/src/waitlist/offer.ts":
        'import { open } from "../scheduling/hold.ts";\nexport const a = open;',
      "packages/services/src/scheduling/hold.ts": door,
    },
  ],
  [
    "two features of an app that know each other",
    "features of an app do not import each other",
    "apps/dashboard/src/features/calendar/view.tsx",
    {
      "apps/dashboard/src/features/calendar/view.tsx":
        'import { open } from "../waitlist/board.tsx";\nexport const a = open;',
      "apps/dashboard/src/features/waitlist/board.tsx": door,
    },
  ],
  [
    "a feature that wires an adapter",
    "integrations are wired in src/server only",
    "apps/booking/src/features/pick/pick.tsx",
    {
      "apps/booking/src/features/pick/pick.tsx":
        'import { open } from "@quietroom/integrations/email";\nexport const a = open;',
      "packages/integrations/src/email.ts": door,
    },
  ],
  [
    "a room that leads through an app",
    "nothing imports an app",
    "tooling/x/src/x.ts",
    {
      "tooling/x/src/x.ts":
        'import { open } from "../../../apps/worker/src/main.ts";\nexport const a = open;',
      "apps/worker/src/main.ts": door,
    },
  ],
  [
    "production code that imports the testing room",
    "testing is for tests",
    "packages/jobs/src/run.ts",
    {
      "packages/jobs/src/run.ts": 'import { open } from "@quietroom/testing/clock";\nexport const a = open;',
      "packages/testing/src/clock.ts": door,
    },
  ],
  [
    "a test that goes around the tenant's transaction",
    "Prisma without a tenant is for benchmarks",
    "packages/jobs/src/run.test.ts",
    {
      "packages/jobs/src/run.test.ts": 'import { open } from "@quietroom/db/bare";\nexport const a = open;',
      "packages/db/src/bare.ts": door,
    },
  ],
  [
    "two files that need each other",
    "no circles",
    "packages/domain/src/a.ts",
    {
      "packages/domain/src/a.ts": 'import { b } from "./b.ts";\nexport const a = () => b;',
      "packages/domain/src/b.ts": 'import { a } from "./a.ts";\nexport const b = () => a;',
    },
  ],
];

test.each(planted)("the fences catch %s", async (_title, rule, from, files) => {
  const breaches = await findBreaches(repository({ "packages/domain/src/index.ts": door, ...files }));
  expect(breaches).toContainEqual(expect.objectContaining({ rule, from }));
});

test("the fences let a router call a verb, and a test use the testing room", async () => {
  const root = repository({
    "packages/services/src/verb.ts": door,
    "packages/api/src/router.ts": 'import { open } from "@quietroom/services/verb";\nexport const a = open;',
    "packages/testing/src/clock.ts": door,
    "packages/api/src/router.test.ts":
      'import { open } from "@quietroom/testing/clock";\nexport const a = open;',
  });
  expect(await findBreaches(root)).toEqual([]);
});
