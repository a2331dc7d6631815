import { formText } from "@quietroom/ui/form-text";

/** The rules as typed, for the schema to judge: hours as whole minutes, nothing typed as null, anything else as it is. */
export function readRules(form: FormData, { version }: { readonly version: number }): unknown {
  const count = (name: string) => {
    const text = formText(form, name).trim();
    return text === "" ? null : Number(text);
  };
  const hours = (name: string) => {
    const typed = count(name);
    return typed === null ? null : Math.round(typed * 60);
  };
  return {
    version,
    minNoticeMin: hours("minNoticeMin"),
    minNoticeDays: count("minNoticeDays"),
    horizonDays: count("horizonDays"),
    cancellationWindowMin: hours("cancellationWindowMin"),
    // A form sends its lines with the ends that browsers use.
    cancellationPolicy: formText(form, "cancellationPolicy").replaceAll("\r\n", "\n"),
    requestAnswerHours: count("requestAnswerHours"),
    requestLeadMin: count("requestLeadMin"),
    clientMoveLimit: count("clientMoveLimit"),
    undoCancelMin: count("undoCancelMin"),
    clientVisitLimit: count("clientVisitLimit"),
    noShowLimit: count("noShowLimit"),
    noShowMonths: count("noShowMonths"),
    offerQuietRule: formText(form, "offerQuietRule"),
    ownOverlaps: formText(form, "ownOverlaps"),
    minutesOverMidnight: formText(form, "minutesOverMidnight"),
    bufferSum: formText(form, "bufferSum"),
    buffersInHours: formText(form, "buffersInHours") === "inside",
    confirmEmails: formText(form, "confirmEmails") === "asked",
  };
}

/** Minutes as hours that `readRules` reads back as the same minutes: 90 as "1.5", 50 as "0.83". */
export function hoursText(minutes: number): string {
  return String(Math.round((minutes / 60) * 100) / 100);
}
