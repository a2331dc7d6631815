import type { BotCheck } from "@quietroom/contracts/bot-check";
import { formText } from "@quietroom/ui/form-text";

/** What a form carries for the bot check beside what it is about. */
export function carriedBy(form: FormData): Required<Pick<BotCheck, "proof" | "remark">> {
  return { proof: formText(form, "proof").slice(0, 4_000), remark: formText(form, "remark").slice(0, 300) };
}
