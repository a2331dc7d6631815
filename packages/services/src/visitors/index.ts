export { admitForm } from "./admit-form.ts";
