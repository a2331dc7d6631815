import type { WrongInput } from "@quietroom/ui/blocks/form-panel";
import type { z } from "zod";

/**
 * What a form holds, as its procedure takes it, or what is wrong with it. `words` has a sentence for each field that can be filled in
 * wrongly; what has none is said of the form as a whole.
 */
export function checkInput<Schema extends z.ZodType>(
  { input }: { readonly input: Schema },
  given: unknown,
  words: Readonly<Record<string, string>>,
):
  | { readonly ok: true; readonly input: z.output<Schema> }
  | { readonly ok: false; readonly wrong: WrongInput } {
  const checked = input.safeParse(given);
  if (checked.success) return { ok: true, input: checked.data };
  const field = checked.error.issues[0]?.path.map(String).find((name) => name in words) ?? null;
  return {
    ok: false,
    wrong: { field, words: field === null ? "Check what is filled in." : (words[field] ?? "") },
  };
}
