export { closeOpening } from "./close-opening.ts";
export { endOffer, keepHourForNext } from "./end-offer.ts";
export { lockOffers } from "./lock-offers.ts";
export { lockOpening } from "./lock-opening.ts";
export { reopenLicensedHours } from "./reopen-licensed-hours.ts";
export { reopenOpening } from "./reopen-opening.ts";
export { withdrawOffersOver } from "./withdraw-offers-over.ts";
