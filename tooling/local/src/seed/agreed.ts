import type { Result } from "@quietroom/domain/result";

/** The value of an answer that the seed counts on. A refusal means that the demo's own data is wrong, so it ends the seed. */
export function agreed<T>(answer: Result<T, unknown>): T {
  if (!answer.ok) throw new Error(`the seed was refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}
