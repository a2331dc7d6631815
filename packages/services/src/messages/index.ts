export { messageLog } from "./message-log.ts";
export { planMessage, type PlanMessageInput } from "./plan-message.ts";
export { planTogether } from "./plan-together.ts";
export { planReminders, type PlannedReminders } from "./plan-reminders.ts";
export { type SendOutcome } from "./record-send.ts";
export { sendMessage } from "./send-message.ts";
