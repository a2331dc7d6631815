import type { Studio } from "./studio.ts";
import { giveUp, say } from "./terminal.ts";
import { untilAskedToStop } from "./until-asked-to-stop.ts";

/**
 * Starts a studio, shows it, and keeps it until somebody wants to stop or one of its programs ends by itself, which ends all
 * of it. Asked to stop while it is still starting, it leaves at once; what has been started is stopped by its leash.
 */
export async function runStudio(start: () => Promise<Studio>, show: (studio: Studio) => void): Promise<void> {
  const asked = untilAskedToStop();
  const starting = start();
  starting.catch(() => undefined); // reported below, unless somebody asked to stop before
  try {
    const studio = await Promise.race([starting, asked]);
    if (studio === undefined) {
      say("\nStopping what was being started.");
      process.exit(130);
    }
    show(studio);
    const death = await Promise.race([studio.died, asked]);
    say(death === undefined ? "\nStopping; the data is kept." : "\nStopping, because one part has ended.");
    await studio.stop();
    if (death !== undefined) {
      throw new Error(
        `The ${death.name} ended by itself (${death.how}). Its last words:\n${death.lastWords}`,
      );
    }
    say("Stopped.");
    process.exit(0);
  } catch (failure) {
    giveUp(failure);
    process.exit(1);
  }
}
