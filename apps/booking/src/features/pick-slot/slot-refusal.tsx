import { Notice } from "@quietroom/ui/blocks/notice";
import { TimeButton } from "@quietroom/ui/blocks/time-button";
import { ProvenForm } from "../../bot-check/proven-form.tsx";
import { proofWords } from "../../bot-check/proof-words.ts";
import { shortDate, timeOfDay } from "../../show/format-time.ts";
import { noticeWords, type ShownNotice } from "./notice-words.ts";
import { type Studio, telephone } from "../../studio/studio-frame.tsx";

/** Why a time cannot be had, in words, by the code of the refusal. Unknown codes say the one thing that is always true. */
export function refusalWords(
  code: string,
  studio: Studio,
  notice: ShownNotice = studio,
): { readonly title: string; readonly text: string } {
  switch (code) {
    case "slot_taken":
    case "no_room":
    case "no_device":
      return { title: "That time was just taken", text: "Someone else was a moment faster." };
    case "no_travel_time":
    case "no_break":
      return { title: "That time is no longer free", text: "Another visit was booked close to it." };
    case "fully_booked":
      return { title: "That day is fully booked", text: "Choose another day." };
    case "too_many_holds":
      return {
        title: "Many times are being kept just now",
        text: "Finish the booking you began, choose another day, or come back in ten minutes.",
      };
    case "proof_needed":
      return proofWords(studio.phone);
    case "call_to_book":
      return { title: "Please call us for this", text: `It cannot be done online: ${studio.phone}.` };
    case "too_soon":
      return {
        title: "That is too soon to book online",
        text: `Online booking closes ${noticeWords(notice)} before. For a visit sooner than that call ${studio.phone}.`,
      };
    case "changed_meanwhile":
      return {
        title: "Your visit was changed meanwhile",
        text: "See above when it is now, and choose again if another time is better.",
      };
    case "move_limit":
      return {
        title: "It was moved as often as it can be online",
        text: `Please call ${studio.phone}, and we will find a time together.`,
      };
    case "past":
      return { title: "That time has passed", text: "Choose a later one." };
    case "beyond_horizon":
      return { title: "That is too far ahead", text: "Choose a nearer day." };
    case "studio_closed":
      return { title: "Online booking is closed for now", text: `Please call ${studio.phone}.` };
    case "hold_expired":
      return { title: "Your ten minutes were over", text: "The time was let go. It may still be free." };
    default:
      return { title: "That time is not on offer", text: "Choose one of the times below." };
  }
}

/** The refusal above the times, with up to three that can be had instead: one press takes one. */
export function SlotRefusal({
  studio,
  notice,
  code,
  instead,
  zone,
  hold,
  fields,
}: {
  readonly studio: Studio;
  /** The service's own, or the studio's. */
  readonly notice: ShownNotice;
  readonly code: string;
  readonly instead: readonly number[];
  readonly zone: string;
  readonly hold: (form: FormData) => Promise<void>;
  readonly fields: Readonly<Record<string, string>>;
}) {
  const { title, text } = refusalWords(code, studio, notice);
  const Form = code === "proof_needed" ? ProvenForm : "form";
  return (
    <Notice tone="caution" title={title} role="alert">
      <p>
        {text}{" "}
        {code === "too_soon" || code === "proof_needed" ? (
          <a className="underline underline-offset-4" href={`tel:${telephone(studio.phone)}`}>
            Call now
          </a>
        ) : null}
      </p>
      {instead.length === 0 ? null : (
        <Form action={hold} className="mt-3 grid gap-2">
          <p>{code === "proof_needed" ? "Try again for your time:" : "These are free and close to it:"}</p>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <div className="grid max-w-md gap-2 sm:grid-cols-3">
            {instead.map((startsAt) => (
              <TimeButton
                key={startsAt}
                name="startsAt"
                value={startsAt}
                detail={shortDate(startsAt, zone, studio.locale)}
              >
                {timeOfDay(startsAt, zone, studio.locale)}
              </TimeButton>
            ))}
          </div>
        </Form>
      )}
    </Notice>
  );
}
