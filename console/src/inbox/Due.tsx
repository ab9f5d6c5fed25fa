import { useNow } from "../api/clock";
import type { Assignment } from "../api/types";
import { urgency } from "../design/Clock";
import { t } from "../i18n";
import { duration } from "../i18n/time";
import { isLate, shareGone } from "./inbox";

/** How much time is left for it, or how long it is past: in words, and as a bar that fills, and is hatched once it is full. */
export function Due({ assignment }: { assignment: Assignment }) {
  const now = useNow();
  if (assignment.end) return null;
  const late = isLate(assignment, now);
  const how = urgency(now, assignment.made.at_us, assignment.due_us);
  const text = late
    ? t("inbox.late", { time: duration(now - assignment.due_us) })
    : t("inbox.left", { time: duration(assignment.due_us - now) });
  return (
    <span className="due">
      <span className={`clock num ${how}`}>
        <span className="visually-hidden">{t("inbox.clock")}: </span>
        {text}
      </span>
      <span className={`due-bar ${how}`} aria-hidden="true">
        <span style={{ inlineSize: `${shareGone(assignment, now) * 100}%` }} />
      </span>
    </span>
  );
}
