import { proofWords } from "../../bot-check/proof-words.ts";

type Words = { readonly title: string; readonly text: string };

/** Why seats cannot be had, in words, by the code of the refusal and how many are left. */
export function seatRefusalWords(code: string, left: number | null, phone: string): Words {
  switch (code) {
    case "full":
      return {
        title: "The last seat was just taken",
        text: "Someone else was a moment faster. Choose another session, or join the waitlist.",
      };
    case "too_few_left":
      return {
        title: left === 1 ? "Only one seat is left" : `Only ${left ?? "a few"} seats are left`,
        text: "None was taken for you. Come with fewer people, or choose another session.",
      };
    case "too_soon":
      return { title: "That is too soon to book online", text: `Please call ${phone}.` };
    case "past":
      return { title: "That session has begun", text: "Choose a later one." };
    case "studio_closed":
      return { title: "Online booking is closed for now", text: `Please call ${phone}.` };
    case "too_many_holds":
      return {
        title: "Many times are being kept just now",
        text: "Finish the booking you began, or come back in ten minutes.",
      };
    case "proof_needed":
      return proofWords(phone);
    default:
      return { title: "That session cannot be booked any more", text: "Choose another one." };
  }
}
