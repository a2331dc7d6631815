import { parseArgs } from "node:util";
import { localData } from "./checkout.ts";
import { chooseUsualPorts } from "./choose-ports.ts";
import { runStudio } from "./run-studio.ts";
import { showStudio } from "./show-studio.ts";
import { removeStudioData } from "./studio-data.ts";
import { startStudio, type Studio } from "./studio.ts";
import { duration, say } from "./terminal.ts";
import { build, generate } from "./workspace-tasks.ts";

const { values } = parseArgs({ options: { reset: { type: "boolean", default: false } } });
const began = Date.now();

async function start(): Promise<Studio> {
  say("Starting Quietroom's demo. The first time takes a minute or two; after that, seconds.");
  if (values.reset) {
    removeStudioData(localData);
    say("Removed the data of the last demo");
  }
  await generate();
  return await startStudio({
    dataDir: localData,
    mode: "demo",
    people: "demo",
    choosePorts: () => chooseUsualPorts(say),
    say,
    build: buildApps,
  });
}

async function buildApps(): Promise<void> {
  say("Building both apps for production, unless nothing has changed");
  const buildBegan = Date.now();
  const { cached } = await build();
  say(cached ? "The apps are built already" : `Built both apps in ${duration(Date.now() - buildBegan)}`);
}

await runStudio(start, (studio) => {
  const { applied, seededNow } = studio.database;
  if (applied.length > 0) say(`Applied ${applied.length} migrations`);
  if (!seededNow) say("Kept the data of the last demo");
  say(`\nQuietroom is running. It took ${duration(Date.now() - began)}.`);
  showStudio(studio, process.env);
  say("\n  Ctrl-C stops everything and keeps the data; `npx -y pnpm@12 demo --reset` starts over.");
});
