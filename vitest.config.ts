import { defineConfig } from "vitest/config";

const notOurs = ["**/node_modules/**", "**/.next/**", "**/.data/**", "**/e2e/**"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    // For what hangs, not for what is slow: a busy machine fails no test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...notOurs, "**/*.db.test.ts", "**/*.contract.test.ts"],
          setupFiles: ["packages/testing/src/fail-on-console.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: notOurs,
          globalSetup: ["packages/testing/src/global-setup.ts"],
          setupFiles: ["packages/testing/src/fail-on-console.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "contracts",
          include: ["**/*.contract.test.ts"],
          exclude: notOurs,
          setupFiles: ["packages/testing/src/fail-on-console.ts"],
        },
      },
    ],
  },
});
