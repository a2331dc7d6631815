import type { BotCheck } from "@quietroom/contracts/bot-check";
import type { Actor } from "@quietroom/domain/access";
import type { Verb } from "@quietroom/services";
import { admitForm } from "@quietroom/services/visitors";
import type { ApiContext } from "./context.ts";

type Call<Input, Who> = { readonly ctx: ApiContext & { readonly actor: Who }; readonly input: Input };

/** The resolver of a procedure: run this verb as the actor whom the audience found. */
export function callVerb<Input, Output>(verb: Verb<Input, Output>) {
  async function resolve({ ctx, input }: Call<Input, Actor>): Promise<Output> {
    return await verb({ runtime: ctx.runtime, actor: ctx.actor, requestId: ctx.requestId }, input);
  }
  return Object.assign(resolve, { verb: declared(verb) });
}

/** The same for a signed link; `whenInvalid` is the contract's answer to a link that is forged, foreign or of another kind. */
export function callLinkVerb<Input, Output>(verb: Verb<Input, Output>, whenInvalid: NoInfer<Output>) {
  async function resolve({ ctx, input }: Call<Input, Actor | null>): Promise<Output> {
    const { actor, runtime, requestId } = ctx;
    return actor === null ? whenInvalid : await verb({ runtime, actor, requestId }, input);
  }
  return Object.assign(resolve, { verb: declared(verb) });
}

/** The same for a form of the booking site, looked at before it is sent on (BOOK-12); `whenAsked` tells its sender to come back with work done. */
export function checkedForm<Input, Who, Output>(
  resolver: ((asked: Call<Input, Who>) => Promise<Output>) & { readonly verb: ReturnType<typeof declared> },
  whenAsked: NoInfer<Output>,
) {
  async function resolve(asked: Call<Input & BotCheck, Who>): Promise<Output> {
    const admitted = await admitForm(asked.ctx.runtime, asked.input);
    return admitted.ok ? await resolver(asked) : whenAsked;
  }
  return Object.assign(resolve, { verb: resolver.verb });
}

/** What the audience snapshot reads off a resolver. */
function declared({ verbName, permission }: Verb<never, unknown>) {
  return { verbName, permission };
}
