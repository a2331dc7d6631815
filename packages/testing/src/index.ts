export { bookInput, bookVisit, holdInput, holdTime, idIn, person, wallTime } from "./booking.ts";
export { testDatabase, type TestDatabase } from "./database.ts";
export { type ReceivedMail, testInbox, type TestInbox } from "./inbox.ts";
export { inspect, type Row, rowCounts } from "./inspect.ts";
export { appCode, type CodeOf } from "@quietroom/sandbox/app-code";
export { enrolApp, fromNowhere, halfSession } from "./staff.ts";
export { createStudio, succeeded, type TestStudio, type Who } from "./studio.ts";
export { type LogLine, testRuntime, type TestRuntime } from "./test-runtime.ts";
export { answerOfferLink, cancelVisit, joinInput, joinLine } from "./waitlist.ts";
