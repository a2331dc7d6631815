import { expect, test } from "vitest";
import type { Postgres } from "./postgres.ts";
import { studioEnvironment } from "./studio-environment.ts";

const postgres: Postgres = {
  port: 5,
  cluster: "/data",
  passwords: { postgres: "p", quietroom_owner: "o", quietroom_app: "a" },
  url: (role, database) => `postgres://${role}@here/${database}`,
  ended: new Promise(() => undefined),
  stop: () => Promise.resolve(),
};
const studio = {
  postgres,
  secrets: {
    linkKey: "bGluaw==",
    nextAuthSecret: "n".repeat(44),
    auditKey: "YXVkaXQ=",
    webhookSecret: "whsec_aG9vaw==",
    textToken: "t".repeat(32),
  },
  ports: { booking: 1, dashboard: 2, sandbox: 3, workerHealth: 4 },
  mode: "demo",
  dataDir: "/data",
} as const;

test("only the sandbox may sign in as the owner, and the product only as the application", () => {
  const { product, sandbox } = studioEnvironment({ ...studio, caller: {} });
  expect(product["DATABASE_URL"]).toBe("postgres://quietroom_app@here/quietroom");
  expect(JSON.stringify(product)).not.toContain("quietroom_owner");
  expect(sandbox["SANDBOX_DATABASE_URL"]).toBe("postgres://quietroom_owner@here/quietroom");
});

test("the caller's keys, database and mode do not reach the demo, whose mail never leaves the machine", () => {
  const caller = { RESEND_API_KEY: "re_real", DATABASE_URL: "postgres://real", NODE_OPTIONS: "--inspect" };
  const { product } = studioEnvironment({ ...studio, caller });
  expect(product).toMatchObject({ RESEND_API_KEY: "re_sandbox", RESEND_BASE_URL: "http://localhost:3" });
  expect(JSON.stringify(product)).not.toMatch(/real|inspect/);
});

test("where jobs run is the caller's choice", () => {
  const caller = { INNGEST_DEV: "1", PATH: "/bin", TZ: "Asia/Kathmandu" };
  expect(studioEnvironment({ ...studio, caller }).product).toMatchObject(caller);
});
