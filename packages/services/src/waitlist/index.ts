export { answerOffer } from "./answer-offer.ts";
export { expireEntries } from "./expire-entries.ts";
export { joinWaitlist } from "./join-waitlist.ts";
export { lapseOffer, type OfferEnding } from "./lapse-offer.ts";
export { offerOpening, type OfferOutcome } from "./offer-opening.ts";
export { viewOffer } from "./view-offer.ts";
export { waitlistBoard } from "./waitlist-board.ts";
export { withdrawEntry } from "./withdraw-entry.ts";
