/** Why a code did not do, or a change was refused. */
export type StepProblem = "wrong_code" | "session_over" | "too_many" | "required_here";

/** What became of a code; with recovery codes where there are new ones, shown this once. */
export type StepState = { readonly problem: StepProblem | null; readonly codes: readonly string[] | null };

export const notTyped: StepState = { problem: null, codes: null };
