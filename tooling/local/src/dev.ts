import { localData } from "./checkout.ts";
import { chooseUsualPorts } from "./choose-ports.ts";
import { runStudio } from "./run-studio.ts";
import { showStudio } from "./show-studio.ts";
import { startStudio } from "./studio.ts";
import { say } from "./terminal.ts";
import { generate } from "./workspace-tasks.ts";

// The same studio as the demo's, with apps and worker that reload what is edited.
await runStudio(
  async () => {
    say("Starting Quietroom for development");
    await generate();
    return await startStudio({
      dataDir: localData,
      mode: "development",
      people: "demo",
      choosePorts: () => chooseUsualPorts(say),
      say,
      build: () => Promise.resolve(),
    });
  },
  (studio) => {
    showStudio(studio, process.env);
    say("\n  Pages are compiled when first opened. Ctrl-C stops everything and keeps the data.");
  },
);
