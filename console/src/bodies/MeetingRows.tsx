import { Link } from "@tanstack/react-router";
import { useNow } from "../api/clock";
import type { MeetingCard } from "../api/types";
import { Chip } from "../design/Chip";
import { t, word } from "../i18n";
import { dayAndTime, isoDay } from "../i18n/time";
import { meetingLook, minutesLate, minutesLook } from "./looks";

/** Meetings of a body, one a line. */
export function MeetingRows({ items, zone }: { items: readonly MeetingCard[]; zone: string | undefined }) {
  const now = useNow();
  return (
    <ul className="meeting-rows">
      {items.map((m) => {
        const look = meetingLook(m.state);
        const minutes = minutesLook(m.minutes);
        const at = m.held_us ?? m.planned_us;
        return (
          <li key={m.id} className="meeting-row">
            <Link to="/meetings/$id" params={{ id: m.id }} className="body-open">
              <span className="num">{isoDay(at, zone)}</span>
              {m.reference && (
                <>
                  {" "}
                  · <bdi>{m.reference}</bdi>
                </>
              )}
            </Link>
            <p className="row row-wrap small">
              <Chip tone={look.tone} icon={look.icon}>
                {word("meetingstate", m.state)}
              </Chip>
              {m.extraordinary && <Chip tone="amber">{t("bodies.extraordinary")}</Chip>}
              {m.confidential && (
                <Chip tone="red" icon="lock">
                  {t("bodies.confidential")}
                </Chip>
              )}
              {m.decisions > 0 && <span className="muted">{t("bodies.decisions.count", { count: m.decisions })}</span>}
              {m.state === "closed" && (
                <Chip tone={minutes.tone} icon={minutes.icon}>
                  {t("bodies.minutes")}: {word("minutesstate", m.minutes)}
                </Chip>
              )}
              {m.state === "closed" && minutesLate(m, now) && m.minutes_due_us && (
                <span className="clock over num">{t("bodies.minutes.late", { time: dayAndTime(m.minutes_due_us, zone) })}</span>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
