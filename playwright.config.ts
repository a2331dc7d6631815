import { defineConfig } from "@playwright/test";

// The stories run against the production build, started by `pnpm e2e`, which also says where everything is.
const { CHROMIUM_PATH, CHROMIUM_ARGS, E2E_REPORT } = process.env;

export default defineConfig({
  testDir: "apps",
  testMatch: "**/e2e/**/*.e2e.ts",
  // One at a time: the stories share one product, and moving its clock moves it for all of them.
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: E2E_REPORT === undefined ? "list" : [["list"], ["json", { outputFile: E2E_REPORT }]],
  use: {
    // Neither UTC nor any studio's zone, so that a time shown in the wrong one is seen.
    timezoneId: "Europe/Lisbon",
    // Nothing slides or fades for whoever asks for less of it, so no story looks at a page half way between two states.
    contextOptions: { reducedMotion: "reduce" },
    // A trace takes a quarter of the time; `pnpm e2e FILE --trace retain-on-failure` makes one of a story that fails.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(CHROMIUM_PATH === undefined ? {} : { executablePath: CHROMIUM_PATH }),
      args: CHROMIUM_ARGS === undefined ? [] : JSON.parse(CHROMIUM_ARGS),
    },
  },
});
