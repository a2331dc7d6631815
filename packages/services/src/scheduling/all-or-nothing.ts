import type { Result } from "@quietroom/domain/result";
import type { VerbWork } from "../define-verb.ts";

/**
 * Does all of some work or none of it: when it is refused, what it wrote is undone, and nothing of it is announced. What it said to the
 * audit stays said, since it was attempted.
 */
export async function allOrNothing<Input, Value, Refusal>(
  work: VerbWork<Input>,
  run: (work: VerbWork<Input>) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const { tx } = work;
  const announce: (() => void)[] = [];
  await tx.$executeRaw`savepoint all_or_nothing`;
  const answer = await run({
    ...work,
    emit: (name, data) => {
      announce.push(() => work.emit(name, data));
    },
  });
  if (answer.ok) for (const one of announce) one();
  else await tx.$executeRaw`rollback to savepoint all_or_nothing`;
  return answer;
}
