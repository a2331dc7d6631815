import { defineVerb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { untilNoneIsLeft } from "../until-none-is-left.ts";

/** Removes a studio's dead letters that somebody settled more than 30 days ago; the audit keeps who did. What nobody has settled stays. */
export async function purgeDeadLetters(context: VerbContext): Promise<{ readonly purged: number }> {
  return { purged: await untilNoneIsLeft(async () => await purgeSome(context, {})) };
}

const purgeSome = defineVerb<object, number>({
  name: "dead_letters.purge",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx }) {
    const [answer] = await tx.$queryRaw<{ purged: number }[]>`select app.purge_dead_letters() as purged`;
    return answer?.purged ?? 0;
  },
});
