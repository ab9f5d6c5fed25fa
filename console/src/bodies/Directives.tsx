import { Link } from "@tanstack/react-router";
import { useNow } from "../api/clock";
import type { Directive } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { t, word } from "../i18n";
import { dayAndTime, duration, isoDay } from "../i18n/time";
import { isLink } from "../inbox/inbox";
import { partyText, useNames } from "../inbox/told";
import { directiveLook, isOver } from "./looks";

interface Props {
  items: readonly Directive[];
  zone: string | undefined;
  label: string;
  /** Whether to say which meeting it follows from. */
  withMeeting?: boolean;
  onJudge?: ((directive: Directive, command: "accept" | "return") => void) | undefined;
}

/** What decisions are owed: by whom, until when, what came of it, and what the body said to that. */
export function Directives({ items, zone, label, withMeeting, onJudge }: Props) {
  return (
    <ul className="directives" aria-label={label}>
      {items.map((d) => (
        <One key={d.id} directive={d} zone={zone} withMeeting={withMeeting ?? false} onJudge={onJudge} />
      ))}
    </ul>
  );
}

function One({ directive: d, zone, withMeeting, onJudge }: { directive: Directive } & Pick<Props, "zone" | "withMeeting" | "onJudge">) {
  const names = useNames();
  const now = useNow();
  const look = directiveLook(d.state);
  const late = d.due_us < now && !d.answered && !isOver(d);
  return (
    <li className="directive">
      <p className="row row-wrap">
        <Chip tone={look.tone} icon={look.icon}>
          {word("compliance", d.state)}
        </Chip>
        <strong dir="auto">{partyText(d.to, names)}</strong>
        <span className={late ? "clock over num small" : "muted num small"}>
          {late
            ? t("bodies.directive.late", { time: duration(now - d.due_us) })
            : t("bodies.directive.due", { day: isoDay(d.due_us, zone) })}
        </span>
      </p>
      <p className="inbox-words" dir="auto">
        {d.owed}
      </p>
      {withMeeting && (
        <p className="small muted">
          <Link to="/meetings/$id" params={{ id: d.meeting }} dir="auto">
            {d.reference || t("bodies.meeting.of", { day: isoDay(d.met_us, zone) })}
          </Link>{" "}
          · {t("bodies.decision", { number: d.decision })}
        </p>
      )}
      {d.returned.map((r) => (
        <p key={r.assignment} className="small" dir="auto">
          <Chip tone="violet" icon="refresh">
            {t("bodies.returned")}
          </Chip>{" "}
          {r.text}
        </p>
      ))}
      {d.evidence && (
        <blockquote className="evidence" dir="auto">
          <p className="small muted">
            {d.answered &&
              `${names.officer(d.answered.officer) || names.agency(d.answered.agency)} · ${dayAndTime(d.answered.at_us, zone)}`}
            {d.outcome && d.outcome !== "full" && ` · ${word("answeroutcome", d.outcome)}`}
          </p>
          <p className="inbox-words">{d.evidence}</p>
          {d.links.filter(isLink).map((link) => (
            <p key={link}>
              <a
                href={link}
                dir="ltr"
                className="inbox-link"
                {...(link.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {})}
              >
                {link}
              </a>
            </p>
          ))}
        </blockquote>
      )}
      {onJudge && d.commands.length > 0 && (
        <p className="row row-wrap">
          <Button small kind="primary" icon="check" onPress={() => onJudge(d, "accept")}>
            {word("meetingcommand", "accept")}
          </Button>
          <Button small icon="refresh" onPress={() => onJudge(d, "return")}>
            {word("meetingcommand", "return")}
          </Button>
        </p>
      )}
    </li>
  );
}
