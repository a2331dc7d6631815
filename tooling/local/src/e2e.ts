import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkout, localData, toolEnvironment } from "./checkout.ts";
import { chooseFreePorts } from "./choose-ports.ts";
import { findChromium, type Chromium } from "./chromium.ts";
import { leash } from "./leash.ts";
import { removeStudioData } from "./studio-data.ts";
import { studioDatabase } from "./studio-environment.ts";
import { keepSecrets, masterKeyFile } from "./studio-secrets.ts";
import { startStudio, type Studio } from "./studio.ts";
import { giveUp, say } from "./terminal.ts";
import { untilAskedToStop } from "./until-asked-to-stop.ts";
import { build, generate } from "./workspace-tasks.ts";

// Everything after `pnpm e2e` goes to Playwright: a file, `--grep`, `--headed`.
const wishes = process.argv.slice(2);
const dataDir = join(localData, "e2e");
const asked = untilAskedToStop();

try {
  const chromium = findChromium(say);
  say(`Browser: ${chromium.path}`);
  await generate();
  removeStudioData(dataDir);
  const studio = await startStudio({
    dataDir,
    mode: "test",
    choosePorts: chooseFreePorts,
    say,
    build,
    people: "none",
  });
  say(`The product runs at ${studio.urls.booking} and ${studio.urls.dashboard}; logs: .data/e2e/logs`);
  try {
    process.exitCode = await Promise.race([
      runPlaywright(studio, chromium),
      studio.died.then(({ name, how, lastWords }) => {
        throw new Error(`The ${name} ended during the tests (${how}). Its last words:\n${lastWords}`);
      }),
      asked.then(() => 130),
    ]);
  } finally {
    await studio.stop();
  }
} catch (failure) {
  giveUp(failure);
}
process.exit();

function runPlaywright({ urls, postgres }: Studio, chromium: Chromium): Promise<number> {
  const child = spawn("playwright", ["test", ...wishes], {
    cwd: checkout,
    stdio: "inherit",
    env: {
      ...toolEnvironment(),
      ...chromium.environment,
      BOOKING_URL: urls.booking,
      DASHBOARD_URL: urls.dashboard,
      SANDBOX_URL: urls.sandbox,
      DATABASE_URL: postgres.url("quietroom_app", studioDatabase),
      SUPER_DATABASE_URL: postgres.url("postgres", studioDatabase),
      QUIETROOM_LINK_KEY: keepSecrets(dataDir).linkKey,
      QUIETROOM_MASTER_KEY_FILE: masterKeyFile(dataDir),
      LOGS: join(dataDir, "logs"),
      CHROMIUM_PATH: chromium.path,
      CHROMIUM_ARGS: JSON.stringify(chromium.args),
    },
  });
  if (child.pid !== undefined) leash(child, child.pid, "TERM");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
