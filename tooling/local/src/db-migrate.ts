import { migrate } from "@quietroom/db/migrate";
import { withLocalPostgres } from "./local-database.ts";
import { prepareDatabase } from "./prepare-database.ts";
import { studioDatabase } from "./studio-environment.ts";
import { giveUp, say } from "./terminal.ts";

// A real server's database when DATABASE_OWNER_URL names one, else the local studio's.
const server = process.env["DATABASE_OWNER_URL"];

try {
  const { applied } =
    server === undefined
      ? await withLocalPostgres((postgres) => prepareDatabase(postgres, studioDatabase))
      : await migrate({ connectionString: server });
  for (const name of applied) say(`Applied ${name}`);
  if (applied.length === 0) say("Nothing to do: the database has every migration.");
} catch (failure) {
  giveUp(failure);
}
