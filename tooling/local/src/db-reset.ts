import { mkdirSync } from "node:fs";
import { localData } from "./checkout.ts";
import { withLocalPostgres } from "./local-database.ts";
import { dropStudioDatabase, prepareStudioDatabase } from "./studio-database.ts";
import { claimStudio } from "./studio-lock.ts";
import { keepSecrets } from "./studio-secrets.ts";
import { giveUp, say } from "./terminal.ts";
import { generate } from "./workspace-tasks.ts";

try {
  mkdirSync(localData, { recursive: true });
  const release = claimStudio(localData);
  await generate();
  const { studios } = await withLocalPostgres(async (postgres) => {
    await dropStudioDatabase(postgres, localData);
    const secrets = keepSecrets(localData);
    return await prepareStudioDatabase({
      postgres,
      secrets,
      mode: "development",
      people: "demo",
      dataDir: localData,
      say,
    });
  });
  release();
  say(`The local database is new: ${studios.map(({ name }) => name).join(" and ")}.`);
} catch (failure) {
  giveUp(failure);
}
