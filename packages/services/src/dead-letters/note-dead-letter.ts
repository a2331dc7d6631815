import { defineVerb } from "../define-verb.ts";
import { toInstantColumn } from "../instant-column.ts";

type Input = {
  /** The run that failed, as whoever runs the jobs calls it; the event's own id where no run could be made of it. */
  readonly runId: string;
  /** Which function gave up; empty where the event could be handed to none. */
  readonly functionId: string;
  readonly eventName: string;
  readonly eventData: Readonly<Record<string, unknown>>;
  /** The error's name and never its words, which may carry anything. */
  readonly error: string;
};

/** Keeps what failed for good until somebody settles it, once however often it is told. Of an unknown studio nothing is kept. */
export const noteDeadLetter = defineVerb<Input, { readonly kept: boolean }>({
  name: "dead_letters.note",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, input, now, tenantId }) {
    const studio = await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } });
    if (studio === null) return { kept: false };
    const { runId, functionId, eventName, eventData, error } = input;
    const kept = await tx.$executeRaw`
      insert into dead_letter (tenant_id, run_id, function_id, event_name, event_data, error, failed_at)
      values (${tenantId}::uuid, ${runId}, ${functionId}, ${eventName}, ${JSON.stringify(eventData)}::jsonb, ${error.slice(0, 100)},
        ${toInstantColumn(now)})
      on conflict on constraint dead_letter_once do nothing`;
    return { kept: kept > 0 };
  },
});
