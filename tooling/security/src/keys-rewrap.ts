import { openKeyServices } from "@quietroom/integrations/key-services";
import { giveUp, say } from "@quietroom/local/terminal";
import { keySettings, openLocalKeyFile } from "@quietroom/vault";
import { rewrapKeys } from "./rewrap-keys.ts";

// pnpm keys:rewrap   wraps the keys of all studios under the master key that the environment names, after it changed.
// Needs DATABASE_OWNER_URL and the programs' own key settings. QUIETROOM_OLD_MASTER_KEY_FILE names a file that wrapped before.
try {
  const ownerUrl = process.env["DATABASE_OWNER_URL"];
  if (ownerUrl === undefined) throw new Error("Set DATABASE_OWNER_URL, as for pnpm db:migrate.");
  const settings = keySettings(process.env, { production: true });
  if (!settings.ok)
    throw new Error(settings.refusals.map(({ name, message }) => `${name}: ${message}`).join("\n"));
  const { keyService, olderKeyServices } = await openKeyServices(settings.value);
  const oldFile = process.env["QUIETROOM_OLD_MASTER_KEY_FILE"];
  const older = oldFile === undefined ? olderKeyServices : [...olderKeyServices, openLocalKeyFile(oldFile)];
  const { studios, keys, unopened } = await rewrapKeys({ ownerUrl, service: keyService, older });
  say(`${keys} keys of ${studios} studios are wrapped by "${keyService.name}" now.`);
  for (const key of unopened) say(`Opened by neither master key, and left as it was: ${key}`);
  process.exitCode = unopened.length === 0 ? 0 : 1;
} catch (failure) {
  giveUp(failure);
}
