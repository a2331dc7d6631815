/**
 * Who may import whom, directly. The first of four fences; the table is `docs/map.md`'s, as data.
 * A room is a folder of packages/, apps/ or tooling/. Tests may import `testing` besides.
 */
export const rooms = {
  "packages/domain": [],
  "packages/contracts": ["packages/domain"],
  "packages/db": [],
  "packages/vault": [],
  "packages/services": ["packages/domain", "packages/contracts", "packages/db", "packages/vault"],
  "packages/messages": ["packages/domain"],
  "packages/integrations": [
    "packages/domain",
    "packages/contracts",
    "packages/messages",
    "packages/vault",
    "packages/services/src/ports.ts",
  ],
  "packages/auth": ["packages/domain", "packages/contracts", "packages/services", "packages/web"],
  "packages/api": [
    "packages/domain",
    "packages/contracts",
    "packages/services",
    "packages/auth",
    "packages/web",
  ],
  "packages/jobs": ["packages/domain", "packages/contracts", "packages/services"],
  "packages/ui": ["packages/domain"],
  "packages/web": ["packages/db"],
  "apps/booking": [
    "packages/api",
    "packages/contracts",
    "packages/domain",
    "packages/ui",
    "packages/vault",
    "packages/web",
  ],
  "apps/dashboard": [
    "packages/api",
    "packages/auth",
    "packages/contracts",
    "packages/domain",
    "packages/ui",
    "packages/vault",
    "packages/web",
  ],
  "apps/worker": [
    "packages/contracts",
    "packages/domain",
    "packages/integrations",
    "packages/jobs",
    "packages/vault",
    "packages/web",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** What only an app's composition root (`src/server`, or the worker's own files) may import besides. */
export const compositionRoots = {
  "apps/booking": ["packages/auth", "packages/integrations", "packages/jobs"],
  "apps/dashboard": ["packages/integrations", "packages/jobs"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
