/** The names one verb goes by in the rooms it passes through. */
export type VerbNames = {
  /** Folder of the room: "scheduling". */
  readonly feature: string;
  /** File: "reschedule-appointment". */
  readonly file: string;
  /** Function: "rescheduleAppointment". */
  readonly verb: string;
  /** In the audit: "scheduling.reschedule_appointment". */
  readonly trace: string;
};

/** Derives the names, or says why the words cannot be a verb's. */
export function verbNames(feature: string, file: string): VerbNames | string {
  const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
  if (!kebab.test(feature) || !kebab.test(file))
    return "Write feature and verb in kebab-case: gen verb scheduling reschedule-appointment";
  if (!file.includes("-"))
    return `"${file}" names no thing: a verb is a verb and its object, such as cancel-appointment`;
  return {
    feature,
    file,
    verb: file.replaceAll(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
    trace: `${feature}.${file.replaceAll("-", "_")}`,
  };
}
