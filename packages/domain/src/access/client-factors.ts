/** What is known of a client's second step when their session is looked at. */
export type ClientStepFacts = {
  /** Whether an authenticator app is set up for the account. */
  readonly app: "set_up" | "none";
  /** Whether a code was right in this session. */
  readonly code: "was_right" | "not_yet";
  /** What the studio asks of its clients (TEN-22). */
  readonly studio: SecondStepRule;
};

/** Whether a studio's clients need a second step, or have one if they wish. */
export const secondStepRules = ["required", "optional"] as const;
export type SecondStepRule = (typeof secondStepRules)[number];

/**
 * What a session needs before it opens anything (AUTH-07): a code of the app that is set up, or setting one up where the studio asks for
 * it. A code that was right in it counts for an app that is still there, and for no other.
 */
export function clientStep({ app, code, studio }: ClientStepFacts): "nothing" | "code" | "enrol" {
  if (app === "set_up") return code === "was_right" ? "nothing" : "code";
  return studio === "required" ? "enrol" : "nothing";
}
