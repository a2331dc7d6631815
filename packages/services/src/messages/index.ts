export { endStaleMail } from "./end-stale-mail.ts";
export { messageLog } from "./message-log.ts";
export { planMessage, type PlanMessageInput } from "./plan-message.ts";
export { planTogether } from "./plan-together.ts";
export { planReminders, type PlannedReminders } from "./plan-reminders.ts";
export { judgeAnswer, type SendAnswer, type SendOutcome } from "./judge-answer.ts";
export { logOutcome } from "./log-outcome.ts";
export { sendMessage, sendWayIn } from "./send-message.ts";
