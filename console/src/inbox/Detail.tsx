import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { problemOf } from "../api/problem";
import { crossingQuery, useFramework } from "../api/queries";
import type { Assignment, Party } from "../api/types";
import { Button, ButtonLink } from "../design/Button";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, ErrorState, Loaded } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { Due } from "./Due";
import { type Action, isLink, offered } from "./inbox";
import { assignmentQuery } from "./queries";
import { State } from "./Rows";
import { partyText, told, useNames } from "./told";

interface Props {
  id: string;
  isPending: boolean;
  /** What an action that asks nothing came to. */
  error: unknown;
  onAction: (assignment: Assignment, action: Action) => void;
  onClose: () => void;
}

/** Everything about one assignment, and what can be done with it. */
export function Detail({ id, isPending, error, onAction, onClose }: Props) {
  const query = useQuery(assignmentQuery(id));
  const names = useNames();
  const head = useRef<HTMLElement>(null);
  useEffect(() => head.current?.focus(), []);
  const gone = query.isError && query.data === undefined && problemOf(query.error).code === "not_found";
  return (
    <section className="inbox-detail" aria-label={t("inbox.detail")} tabIndex={-1} ref={head}>
      <p className="inbox-back">
        <Button kind="quiet" icon="cross" onPress={onClose}>
          {t("inbox.back")}
        </Button>
      </p>
      {gone ? (
        <EmptyState icon="search" title={t("inbox.missing")} />
      ) : (
        <Loaded query={query} lines={8}>
          {(a) => (
            <div className="stack">
              <Panel title={a.title} aside={<State assignment={a} />}>
                <div className="stack">
                  <p className="inbox-owed" dir="auto">
                    {a.owed}
                  </p>
                  <Due assignment={a} />
                  {a.end && <End assignment={a} />}
                  {a.about_kind === "notice" && !a.end && (
                    <p>
                      <ButtonLink to="/notices/$id" params={{ id: a.about }} icon="right">
                        {t("inbox.about.notice.open")}
                      </ButtonLink>
                    </p>
                  )}
                  <Actions assignment={a} isPending={isPending} onAction={onAction} />
                  {Boolean(error) && <ErrorState error={told(error, names)} />}
                  <Facts assignment={a} />
                </div>
              </Panel>
              <Ladder assignment={a} />
              <Hands assignment={a} />
              <Notes assignment={a} />
            </div>
          )}
        </Loaded>
      )}
    </section>
  );
}

type Of = { assignment: Assignment };

function useTime({ point }: Assignment) {
  const { framework, zone: zoneOf } = useFramework();
  const zone = zoneOf(point) ?? homeZone(framework);
  return { zone, time: (us: number) => dayAndTime(us, zone) };
}

/** Somebody, and when. */
function By({ by, assignment }: Of & { by: Assignment["made"] }) {
  const names = useNames();
  const { time } = useTime(assignment);
  return (
    <span>
      <bdi>{names.officer(by.officer) || names.agency(by.agency)}</bdi> · <span className="num">{time(by.at_us)}</span>
    </span>
  );
}

function PartyName({ party }: { party: Party }) {
  return <bdi>{partyText(party, useNames())}</bdi>;
}

function Actions({ assignment, isPending, onAction }: Of & Pick<Props, "isPending" | "onAction">) {
  const all = offered(assignment);
  if (all.length === 0) return <p className="muted">{t("inbox.do.none")}</p>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the buttons are no fields of a form
    <div className="row row-wrap" role="group" aria-label={t("inbox.do")}>
      {all.map((x, i) => (
        <Button
          key={x.command}
          kind={i === 0 && "key" in x ? "primary" : "plain"}
          icon={x.icon}
          shortcut={"key" in x ? x.key : undefined}
          isDisabled={isPending}
          onPress={() => onAction(assignment, x.command)}
        >
          {word("assignmentcommand", x.command)}
        </Button>
      ))}
    </div>
  );
}

function Facts({ assignment: a }: Of) {
  const { zone, time } = useTime(a);
  return (
    <DataList
      items={[
        [t("inbox.from"), <PartyName key="from" party={a.from} />],
        [t("inbox.to"), <PartyName key="to" party={a.to} />],
        [t("inbox.about"), a.about && <About key="about" assignment={a} />],
        [t("inbox.made"), <By key="made" by={a.made} assignment={a} />],
        [
          t("inbox.due"),
          <span key="due">
            <span className="num">{time(a.due_us)}</span> {zone && <span className="muted small">{t("inbox.zone", { zone })}</span>}
          </span>,
        ],
        [t("inbox.seen"), a.acknowledged && <By key="seen" by={a.acknowledged} assignment={a} />],
        [t("inbox.taken"), a.accepted && <By key="taken" by={a.accepted} assignment={a} />],
      ]}
    />
  );
}

function About({ assignment: a }: Of) {
  if (a.about_kind === "crossing") return <AboutCrossing id={a.about} />;
  if (a.about_kind === "shift")
    return (
      <Link to="/posts/$point" params={{ point: a.point }} search={{}}>
        {t("inbox.about.shift")}
      </Link>
    );
  if (a.about_kind === "request")
    return (
      <Link to="/requests/$id" params={{ id: a.about }}>
        {t("inbox.about.request")}
      </Link>
    );
  if (a.about_kind === "notice")
    return (
      <Link to="/notices/$id" params={{ id: a.about }}>
        {t("inbox.about.notice")}
      </Link>
    );
  // A decision is told by its meeting and its number there.
  const [meeting = "", decision] = a.about.split("#");
  if (a.about_kind === "decision" && decision)
    return (
      <Link to="/meetings/$id" params={{ id: meeting }}>
        {t("inbox.about.decision", { number: decision })}
      </Link>
    );
  return (
    <span>
      {word("record", a.about_kind)} <code dir="ltr">{a.about}</code>
    </span>
  );
}

/** The crossing by its name, where it is disclosed. */
function AboutCrossing({ id }: { id: string }) {
  const { data } = useQuery(crossingQuery(id));
  return (
    <Link to="/crossings/$id" params={{ id }} dir="auto">
      {data?.card.label ?? t("inbox.about.crossing")}
    </Link>
  );
}

function End({ assignment: a }: Of) {
  if (!a.end) return null;
  return (
    <section className="inbox-end" aria-label={t("inbox.end")}>
      <h3>{t("inbox.end")}</h3>
      <p className="row row-wrap">
        <strong>{word("assignmentstate", a.end.kind)}</strong>
        {a.end.outcome && <Chip tone={a.end.outcome === "full" ? "green" : "amber"}>{word("answeroutcome", a.end.outcome)}</Chip>}
        <span className="muted">
          <By by={a.end.by} assignment={a} />
        </span>
      </p>
      <p className="inbox-words" dir="auto">
        {a.end.text}
      </p>
    </section>
  );
}

/** Who was told that it is late, who of them has seen it, and what comes next. */
function Ladder({ assignment: a }: Of) {
  const { time } = useTime(a);
  const left = a.rungs_left;
  const rest = a.end
    ? [t("inbox.ladder.over")]
    : left === 0
      ? [t(a.told.length > 0 ? "inbox.ladder.all" : "inbox.ladder.empty")]
      : [t("inbox.ladder.left", { count: left }), ...(a.next_us ? [t("inbox.ladder.next", { time: time(a.next_us) })] : [])];
  return (
    <Panel title={t("inbox.ladder")}>
      <div className="stack">
        {a.told.length > 0 && (
          <ol className="inbox-rungs">
            {a.told.map((rung) => (
              <Line key={`${rung.at_us} ${JSON.stringify(rung.to)}`}>
                <p>
                  <strong>
                    <PartyName party={rung.to} />
                  </strong>{" "}
                  <span className="num">{time(rung.at_us)}</span>
                </p>
                <p className="muted">{rung.reason ? t("inbox.ladder.before", { reason: rung.reason }) : t("inbox.ladder.clock")}</p>
                <p>
                  {rung.acknowledged ? (
                    <>
                      {t("inbox.seen")} <By by={rung.acknowledged} assignment={a} />
                    </>
                  ) : (
                    <Chip tone="amber" icon="eye">
                      {t("inbox.mark.unseen")}
                    </Chip>
                  )}
                </p>
              </Line>
            ))}
          </ol>
        )}
        <p className="muted">{rest.join(" ")}</p>
      </div>
    </Panel>
  );
}

const Line = ({ children }: { children: ReactNode }) => <li className="inbox-line">{children}</li>;

function Hands({ assignment: a }: Of) {
  if (a.hands.length === 0) return null;
  return (
    <Panel title={t("inbox.hands")}>
      <ol className="inbox-rungs">
        {a.hands.map((hand) => (
          <Line key={hand.by.at_us}>
            <HandOf hand={hand} assignment={a} />
          </Line>
        ))}
      </ol>
    </Panel>
  );
}

function HandOf({ hand, assignment }: Of & { hand: Assignment["hands"][number] }) {
  const names = useNames();
  return (
    <>
      <p>{t("inbox.hands.from", { party: partyText(hand.from, names) })}</p>
      <p className="muted">
        <By by={hand.by} assignment={assignment} />
      </p>
      <p className="inbox-words" dir="auto">
        {hand.reason}
      </p>
    </>
  );
}

function Notes({ assignment: a }: Of) {
  if (a.notes.length === 0) return null;
  return (
    <Panel title={t("inbox.notes")}>
      <ol className="inbox-rungs">
        {a.notes.map((note) => (
          <Line key={`${note.by.at_us} ${note.text}`}>
            <p className="inbox-words" dir="auto">
              {note.text}
            </p>
            {note.link && <NoteLink link={note.link} />}
            <p className="muted">
              <By by={note.by} assignment={a} />
            </p>
          </Line>
        ))}
      </ol>
    </Panel>
  );
}

function NoteLink({ link }: { link: string }) {
  if (!isLink(link)) return <code dir="ltr">{link}</code>;
  const elsewhere = link.startsWith("https:");
  return (
    <p>
      <a href={link} dir="ltr" className="inbox-link" {...(elsewhere ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
        {link}
      </a>
    </p>
  );
}
