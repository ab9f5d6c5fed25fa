import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useFramework } from "../api/queries";
import type { Directive, Meeting } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Disclosed, ErrorState, Loaded, Notice } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { isLink } from "../inbox/inbox";
import { useNames } from "../inbox/told";
import { Agenda } from "./Agenda";
import { DecideDialog } from "./DecideDialog";
import { Directives } from "./Directives";
import { HEAD, meetingLook, minutesLook } from "./looks";
import { MeetingDialog } from "./MeetingDialog";
import { OpenDialog } from "./OpenDialog";
import { QuorumMeter } from "./QuorumMeter";
import { meetingQuery } from "./queries";
import { told, useMeetingAct } from "./send";
import "../inbox/inbox.css";
import "./bodies.css";

const route = getRouteApi("/shell/meetings/$id");

/** A meeting: its agenda, who is there, what it decides and what that makes others owe, and its minutes. */
export function MeetingPage() {
  const { id } = route.useParams();
  const query = useQuery(meetingQuery(id));
  return (
    <Disclosed query={query} title={t("bodies.meeting")} hidden={t("bodies.hidden.detail")}>
      <div className="page wide">
        <Loaded query={query} lines={10}>
          {(view) => <Shown key={view.meeting.id} view={view} />}
        </Loaded>
      </div>
    </Disclosed>
  );
}

interface Asked {
  command: string;
  item?: number;
  directive?: Directive;
}

type Act = (asked: Asked) => void;

function Shown({ view }: { view: Meeting }) {
  const { framework, point, zone: zoneOf } = useFramework();
  const zone = zoneOf(view.point) ?? homeZone(framework);
  const names = useNames();
  const [asked, setAsked] = useState<Asked>();
  const act = useMeetingAct(() => undefined);
  const { meeting: m } = view;
  const look = meetingLook(m.state);
  const close = () => setAsked(undefined);
  // What asks nothing is sent as it is.
  const begin: Act = (what) => {
    act.reset();
    if (["close", "approve", "send"].includes(what.command)) act.mutate({ id: m.id, body: { command: what.command } });
    else setAsked(what);
  };
  const place = view.point ? (point(view.point)?.name ?? view.point) : "";
  const body = place ? `${view.name} · ${place}` : view.name;
  const at = m.held_us ?? m.planned_us;
  const dialog = asked && <Dialog view={view} asked={asked} zone={zone} onClose={close} />;
  return (
    <>
      <PageHead
        title={m.reference || t("bodies.meeting.of", { day: dayAndTime(at, zone) })}
        detail={
          <span className="row row-wrap">
            <Link to="/bodies/$id" params={{ id: m.body }} dir="auto">
              {body}
            </Link>
            <span className="num">{dayAndTime(at, zone)}</span>
            {m.venue && <bdi>{m.venue}</bdi>}
            {m.host && <span>{t("bodies.host.is", { agency: names.agency(m.host) })}</span>}
            <Chip tone={look.tone} icon={look.icon}>
              {word("meetingstate", m.state)}
            </Chip>
            {m.extraordinary && <Chip tone="amber">{t("bodies.extraordinary")}</Chip>}
            {m.confidential && (
              <Chip tone="red" icon="lock">
                {t("bodies.confidential")}
              </Chip>
            )}
          </span>
        }
      >
        {HEAD.filter((command) => view.commands.includes(command)).map((command) => (
          <Button
            key={command}
            kind={command === "cancel" ? "danger" : command === "postpone" || command === "close" ? "plain" : "primary"}
            isDisabled={act.isPending}
            onPress={() => begin({ command })}
          >
            {word("meetingcommand", command)}
          </Button>
        ))}
      </PageHead>
      {act.isError && <ErrorState error={told(act.error, names)} />}
      <Reasons view={view} zone={zone} />
      <div className="body-page">
        <div className="stack">
          <AgendaPanel view={view} onAct={begin} />
          <Decisions view={view} zone={zone} onAct={begin} />
          <MinutesPanel view={view} zone={zone} isPending={act.isPending} onAct={begin} />
        </div>
        <div className="stack">
          <Attendance view={view} onAct={begin} />
          <Papers view={view} onAct={begin} />
        </div>
      </div>
      {dialog}
    </>
  );
}

function Dialog({ view, asked, zone, onClose }: { view: Meeting; asked: Asked; zone: string | undefined; onClose: () => void }) {
  if (asked.command === "open") return <OpenDialog view={view} zone={zone} onClose={onClose} />;
  if (asked.command === "decide") return <DecideDialog view={view} zone={zone} onClose={onClose} />;
  return (
    <MeetingDialog
      meeting={view.meeting.id}
      command={asked.command}
      view={view}
      item={asked.item}
      {...(asked.directive ? { directive: asked.directive } : {})}
      zone={zone}
      onClose={onClose}
    />
  );
}

type Of = { view: Meeting; zone: string | undefined };

/** Why it is, is not, or is at another time. */
function Reasons({ view, zone }: Of) {
  return (
    <>
      {view.reason && (
        <Notice tone="info">
          <span dir="auto">{view.reason}</span>
        </Notice>
      )}
      {view.cancelled && (
        <Notice tone="red" icon="cross">
          <span dir="auto">{t("bodies.cancelled", { reason: view.cancelled })}</span>
        </Notice>
      )}
      {view.postponed.map((p) => (
        <Notice key={p.by.at_us} tone="amber" icon="clock">
          <span dir="auto">{t("bodies.postponed", { time: dayAndTime(p.from_us, zone), reason: p.reason })}</span>
        </Notice>
      ))}
    </>
  );
}

function Offer({ view, command, onAct, children }: { view: Meeting; command: string; onAct: Act; children?: ReactNode }) {
  if (!view.commands.includes(command)) return null;
  return (
    <Button small icon="plus" onPress={() => onAct({ command })}>
      {children ?? word("meetingcommand", command)}
    </Button>
  );
}

function AgendaPanel({ view, onAct }: { view: Meeting; onAct: Act }) {
  const body = view.meeting.body;
  const takes = view.commands.includes("withdraw_item");
  return (
    <Panel title={t("bodies.agenda.of")} aside={<Offer view={view} command="add_item" onAct={onAct} />}>
      <div className="stack">
        {view.agenda.length > 0 ? (
          <Agenda
            items={view.agenda}
            body={body}
            label={t("bodies.agenda.of")}
            onWithdraw={takes ? (item) => onAct({ command: "withdraw_item", item }) : undefined}
          />
        ) : (
          <p className="muted">{t("bodies.agenda.empty")}</p>
        )}
        {view.proposals.length > 0 && (
          <>
            <h3>{t("bodies.agenda.will")}</h3>
            <Agenda items={view.proposals} body={body} label={t("bodies.agenda.will")} />
          </>
        )}
      </div>
    </Panel>
  );
}

function Attendance({ view, onAct }: { view: Meeting; onAct: Act }) {
  const { agency, agencyName } = useFramework();
  const began = view.meeting.held_us !== null && view.meeting.held_us !== undefined;
  return (
    <Panel title={t("bodies.attendance")}>
      <div className="stack">
        {began && <QuorumMeter quorum={view.quorum} />}
        <ul className="seats">
          {view.seats.map((s) => (
            <li key={s.agency} className="row row-wrap">
              <span className={began && !s.there ? "muted" : ""} title={agencyName(s.agency)}>
                {agency(s.agency)}
              </span>
              {s.seat !== "member" && <Chip tone={s.votes ? "info" : "outline"}>{word("bodyseat", s.seat)}</Chip>}
              {view.presiding === s.agency && <Chip tone="violet">{t("bodies.presides")}</Chip>}
              {s.names.length > 0 && <bdi className="small">{s.names.join(", ")}</bdi>}
              {began && (
                <Chip tone={s.there ? "green" : "outline"} icon={s.there ? "check" : undefined}>
                  {t(s.there ? "bodies.there" : "bodies.away")}
                </Chip>
              )}
            </li>
          ))}
        </ul>
        <p className="row row-wrap">
          {["arrive", "leave", "preside", "co_opt"]
            .filter((command) => view.commands.includes(command))
            .map((command) => (
              <Button key={command} small onPress={() => onAct({ command })}>
                {word("meetingcommand", command)}
              </Button>
            ))}
        </p>
      </div>
    </Panel>
  );
}

function Decisions({ view, zone, onAct }: Of & { onAct: Act }) {
  return (
    <Panel title={t("bodies.decisions")}>
      {view.decisions.length === 0 ? (
        <p className="muted">{t("bodies.decisions.none")}</p>
      ) : (
        <ol className="decisions">
          {view.decisions.map((d) => {
            const owed = view.directives.filter((x) => x.decision === d.number);
            return (
              <li key={d.number} className="stack">
                <p className="inbox-words" dir="auto">
                  {d.text}
                </p>
                <p className="row row-wrap small">
                  <Chip tone={d.adopted ? "green" : "red"} icon={d.adopted ? "check" : "cross"}>
                    {t(d.adopted ? "bodies.adopted" : "bodies.adopted.not")}
                  </Chip>
                  <span className="muted num">
                    {d.how === "vote"
                      ? t("bodies.votes.counted", {
                          in_favour: number(d.in_favour ?? 0),
                          against: number(d.against ?? 0),
                          abstained: number(d.abstained ?? 0),
                        })
                      : word("how", d.how)}
                  </span>
                </p>
                {owed.length > 0 && (
                  <Directives
                    items={owed}
                    zone={zone}
                    label={t("bodies.directives.of", { number: d.number })}
                    onJudge={(directive, command) => onAct({ command, directive })}
                  />
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

function MinutesPanel({ view, zone, isPending, onAct }: Of & { isPending: boolean; onAct: Act }) {
  const names = useNames();
  const { minutes } = view;
  const look = minutesLook(minutes.state);
  const writers = [...new Set(minutes.writers.map((w) => names.officer(w.officer) || names.agency(w.agency)))];
  const late = typeof minutes.due_us === "number" && (minutes.done_us ?? view.now_us) > minutes.due_us;
  return (
    <Panel
      title={t("bodies.minutes")}
      aside={
        <Chip tone={look.tone} icon={look.icon}>
          {word("minutesstate", minutes.state)}
        </Chip>
      }
    >
      <div className="stack">
        {minutes.due_us && (
          <p className={late ? "clock over num small" : "muted num small"}>
            {t(view.parent ? "bodies.minutes.due" : "bodies.minutes.due.here", { time: dayAndTime(minutes.due_us, zone) })}
          </p>
        )}
        {minutes.text ? (
          <div className="minutes" dir="auto">
            {minutes.text}
          </div>
        ) : (
          <p className="muted">{t("bodies.minutes.none")}</p>
        )}
        {writers.length > 0 && (
          <p className="small muted" dir="auto">
            {t("bodies.minutes.by", { names: writers.join(", ") })}
            {minutes.approved &&
              ` ${t("bodies.minutes.approved.by", { name: names.officer(minutes.approved.officer), time: dayAndTime(minutes.approved.at_us, zone) })}`}
          </p>
        )}
        <p className="row row-wrap">
          {["draft", "approve", "send"]
            .filter((command) => view.commands.includes(command))
            .map((command) => (
              <Button
                key={command}
                kind={command === "draft" ? "plain" : "primary"}
                isDisabled={isPending}
                onPress={() => onAct({ command })}
              >
                {word("meetingcommand", command)}
              </Button>
            ))}
          {minutes.text && (
            <a className="button plain" href={`/api/v1/meetings/${view.meeting.id}/minutes`} target="_blank" rel="noopener">
              <span className="button-text">{t("bodies.minutes.print")}</span>
            </a>
          )}
        </p>
      </div>
    </Panel>
  );
}

function Papers({ view, onAct }: { view: Meeting; onAct: Act }) {
  const may = view.commands.includes("add_paper");
  if (view.papers.length === 0 && !may) return null;
  return (
    <Panel title={t("bodies.papers")} aside={<Offer view={view} command="add_paper" onAct={onAct} />}>
      {view.papers.length === 0 ? (
        <p className="muted">{t("bodies.papers.none")}</p>
      ) : (
        <ul className="seats">
          {view.papers.map((p) => (
            <li key={`${p.by.at_us} ${p.link}`}>
              {isLink(p.link) ? (
                <a href={p.link} dir="auto" {...(p.link.startsWith("https:") ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
                  {p.title}
                </a>
              ) : (
                <span dir="auto">{p.title}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
