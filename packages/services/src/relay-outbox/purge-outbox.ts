import { defineVerb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { untilNoneIsLeft } from "../until-none-is-left.ts";

/**
 * Removes a studio's events that were relayed more than 30 days ago: nobody asks for them any more, and whoever runs the jobs keeps
 * what it needs by itself. What waits stays, however old it is. Answers how many went.
 */
export async function purgeOutbox(context: VerbContext): Promise<{ readonly purged: number }> {
  return { purged: await untilNoneIsLeft(async () => await purgeSome(context, {})) };
}

const purgeSome = defineVerb<object, number>({
  name: "outbox.purge",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx }) {
    const [answer] = await tx.$queryRaw<{ purged: number }[]>`select app.purge_outbox() as purged`;
    return answer?.purged ?? 0;
  },
});
