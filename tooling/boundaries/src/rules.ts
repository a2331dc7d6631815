import { compositionRoots, rooms } from "./rooms.ts";

/** The part of dependency-cruiser's rule format that is used here. */
export type FenceRule = {
  readonly name: string;
  readonly comment: string;
  readonly severity: "error";
  readonly from: {
    readonly path?: string | readonly string[];
    readonly pathNot?: string | readonly string[];
  };
  readonly to: {
    readonly path?: string | readonly string[];
    readonly pathNot?: string | readonly string[];
    readonly circular?: true;
    readonly viaOnly?: { readonly dependencyTypesNot: readonly string[] };
  };
};

const tests = String.raw`(\.test\.tsx?|/(test|e2e)/|\.config\.ts)`;

/** The fences as dependency-cruiser reads them: the table of rooms, doors of features, and no circles. */
export function fenceRules(): readonly FenceRule[] {
  return [
    ...Object.entries(rooms).map(([room, allowed]) => roomRule(room, allowed)),
    ...doors,
    testingOnlyInTests,
    bareOnlyInBenchmarks,
    noCircles,
  ];
}

function roomRule(room: string, allowed: readonly string[]): FenceRule {
  const roots = room in compositionRoots ? compositionRoots[room as keyof typeof compositionRoots] : [];
  const reachable = [room, ...allowed, ...roots].map((path) => `^${path}(/|$)`);
  return {
    name: `${room} imports its neighbours only`,
    comment: `${room} may import: ${allowed.join(", ") || "nothing of ours"}.`,
    severity: "error",
    from: { path: `^${room}/`, pathNot: tests },
    to: { path: "^(packages|apps|tooling|infra)/", pathNot: reachable },
  };
}

/** Inside a room a feature is entered by its index.ts; inside an app features do not know each other. */
const doors: readonly FenceRule[] = [
  {
    name: "a feature is entered by its index.ts",
    comment: "Import from the other feature's index.ts, or move what both need to where both may reach it.",
    severity: "error",
    from: { path: "^packages/(domain|services)/src/([^/]+)/", pathNot: tests },
    to: {
      path: "^packages/$1/src/[^/]+/",
      pathNot: ["^packages/$1/src/$2/", "/index\\.ts$", "/generated/", "^packages/domain/src/time/"],
    },
  },
  {
    name: "features of an app do not import each other",
    comment: "`app/` composes features; what two of them share stands beside `features/`.",
    severity: "error",
    from: { path: "^apps/([^/]+)/src/features/([^/]+)/" },
    to: { path: "^apps/$1/src/features/", pathNot: "^apps/$1/src/features/$2/" },
  },
  {
    name: "integrations are wired in src/server only",
    comment: "A page or feature asks a procedure; real adapters belong to the composition root.",
    severity: "error",
    from: {
      path: "^apps/(booking|dashboard)/src/",
      pathNot: ["^apps/[^/]+/src/server/", "/api/.*route\\.ts$"],
    },
    to: { path: "^packages/(integrations|jobs)/" },
  },
  {
    name: "nothing imports an app",
    comment: "Apps are doors to the street; no room leads through one.",
    severity: "error",
    from: { path: "^(packages|tooling)/" },
    to: { path: "^apps/" },
  },
];

const testingOnlyInTests: FenceRule = {
  name: "testing is for tests",
  comment: "The testing room is imported by tests, benchmarks, attacks and graders only.",
  severity: "error",
  from: {
    path: "^(packages|apps|tooling)/",
    pathNot: [tests, "^packages/testing/", "^tooling/(bench|observatory|security)/"],
  },
  to: { path: "^packages/testing/" },
};

const bareOnlyInBenchmarks: FenceRule = {
  name: "Prisma without a tenant is for benchmarks",
  comment: "A transaction comes from withTenant; the bare client is there to be compared with.",
  severity: "error",
  from: { path: "^(packages|apps|tooling)/", pathNot: "^tooling/bench/" },
  to: { path: "^packages/db/src/bare\\.ts$" },
};

const noCircles: FenceRule = {
  name: "no circles",
  comment: "Two files that need each other are one file, or need a third.",
  severity: "error",
  from: { path: "^(packages|apps|tooling)/" },
  to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
};
