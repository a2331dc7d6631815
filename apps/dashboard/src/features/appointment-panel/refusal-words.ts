export { refusalWords, type StaffRefusalCode } from "../../show/refusal-words.ts";
