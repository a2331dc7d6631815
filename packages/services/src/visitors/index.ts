export { admitForm } from "./admit-form.ts";
export { askBookingCode } from "./ask-booking-code.ts";
