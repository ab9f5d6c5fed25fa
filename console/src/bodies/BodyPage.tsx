import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../api/clock";
import { useFramework } from "../api/queries";
import type { BodyAtWork, Directive } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { Disclosed, Loaded, More } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { Switch } from "../design/Tabs";
import { homeZone } from "../framework/versions";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { Agenda } from "./Agenda";
import { next } from "./BodiesPage";
import { CallDialog } from "./CallDialog";
import { Directives } from "./Directives";
import { daysSince, lasting } from "./looks";
import { MeetingDialog } from "./MeetingDialog";
import { MeetingRows } from "./MeetingRows";
import { bodyQuery, directivesQuery, meetingsQuery } from "./queries";
import { Strip, StripKey } from "./Strip";
import "../inbox/inbox.css";
import "./bodies.css";

const route = getRouteApi("/shell/bodies/$id");

/** A body at work: its year, its next agenda, its meetings, and what its decisions are owed. */
export function BodyPage() {
  const { id } = route.useParams();
  const query = useQuery(bodyQuery(id));
  return (
    <Disclosed query={query} title={t("bodies.title")} hidden={t("bodies.hidden.detail")}>
      <div className="page wide">
        <Loaded query={query} lines={10}>
          {(at) => <Body at={at} />}
        </Loaded>
      </div>
    </Disclosed>
  );
}

function Body({ at }: { at: BodyAtWork }) {
  const { body } = at;
  const { framework, point, zone: zoneOf } = useFramework();
  const zone = zoneOf(body.point) ?? homeZone(framework);
  const navigate = useNavigate();
  const now = useNow();
  const [calling, setCalling] = useState(false);
  const place = body.point ? (point(body.point)?.name ?? body.point) : "";
  return (
    <>
      <PageHead
        title={place ? `${body.name} · ${place}` : body.name}
        detail={body.meets ? word("meets", body.meets) : t("bodies.meets.none")}
      >
        <a className="button plain" href={`/api/v1/bodies/${encodeURIComponent(body.id)}/calendar.ics`} download>
          <span className="button-text">{t("bodies.calendar")}</span>
        </a>
        {at.commands.includes("call") && (
          <Button kind="primary" icon="plus" onPress={() => setCalling(true)}>
            {t("bodies.call")}
          </Button>
        )}
      </PageHead>
      <div className="body-page">
        <div className="stack">
          <Panel title={t("bodies.agenda")}>
            <div className="stack">
              {at.next ? (
                <p>
                  <Link to="/meetings/$id" params={{ id: at.next.id }}>
                    <strong dir="auto">{at.next.reference || t("bodies.meeting")}</strong>
                  </Link>{" "}
                  · <span className="num">{dayAndTime(at.next.planned_us, zone)}</span>
                  {at.next.venue && (
                    <>
                      {" "}
                      · <bdi>{at.next.venue}</bdi>
                    </>
                  )}
                </p>
              ) : (
                <p className="muted">{next(body, zone)}</p>
              )}
              {at.proposals.length > 0 ? (
                <>
                  <p className="hint">{t("bodies.agenda.detail")}</p>
                  <Agenda items={at.proposals} body={body.id} label={t("bodies.agenda")} />
                </>
              ) : (
                <p className="muted">{t("bodies.agenda.none")}</p>
              )}
            </div>
          </Panel>
          <Owed at={at} zone={zone} />
          <Met at={at} zone={zone} />
        </div>
        <div className="stack">
          <Panel title={t("bodies.year")}>
            <div className="stack">
              <Strip body={body} zone={zone} tall />
              {body.year.length > 0 && <StripKey />}
              <DataList
                items={[
                  [
                    t("bodies.last.label"),
                    body.last_us ? t("bodies.last", { count: daysSince(body.last_us, now) }) : t("bodies.last.never"),
                  ],
                  [t("bodies.next.label"), next(body, zone)],
                  [t("bodies.owed.label"), `${number(body.open)} · ${t("bodies.overdue", { count: body.overdue })}`],
                ]}
              />
            </div>
          </Panel>
          <Sits at={at} />
        </div>
      </div>
      {calling && (
        <CallDialog
          at={at}
          zone={zone}
          onClose={() => setCalling(false)}
          onCalled={(called) => navigate({ to: "/meetings/$id", params: { id: called.meeting.id } })}
        />
      )}
    </>
  );
}

type Of = { at: BodyAtWork; zone: string | undefined };

const OPEN = "open";
const OVER = "over";

function Owed({ at, zone }: Of) {
  const [side, setSide] = useState(OPEN);
  const [judged, setJudged] = useState<{ directive: Directive; command: "accept" | "return" }>();
  const query = useInfiniteQuery(directivesQuery(at.body.id, side === OPEN));
  const all = query.data?.pages.flatMap((p) => p.directives) ?? [];
  return (
    <Panel
      title={t("bodies.directives")}
      aside={
        <Switch
          label={t("bodies.directives")}
          value={side}
          onChange={setSide}
          tabs={[
            { id: OPEN, name: t("bodies.directives.open") },
            { id: OVER, name: t("bodies.directives.over") },
          ]}
        />
      }
    >
      <Loaded query={query} lines={4}>
        {() =>
          all.length > 0 ? (
            <Directives
              items={all}
              zone={zone}
              label={t("bodies.directives")}
              withMeeting
              onJudge={(directive, command) => setJudged({ directive, command })}
            />
          ) : (
            <p className="muted">{t(side === OPEN ? "bodies.directives.none" : "bodies.directives.none.over")}</p>
          )
        }
      </Loaded>
      <More of={query} />
      {judged && (
        <MeetingDialog
          meeting={judged.directive.meeting}
          command={judged.command}
          directive={judged.directive}
          zone={zone}
          onClose={() => setJudged(undefined)}
        />
      )}
    </Panel>
  );
}

function Met({ at, zone }: Of) {
  const query = useInfiniteQuery(meetingsQuery(at.body.id));
  const all = query.data?.pages.flatMap((p) => p.meetings) ?? [];
  return (
    <Panel title={t("bodies.meetings")} flush>
      <Loaded query={query} lines={4}>
        {() => (all.length > 0 ? <MeetingRows items={all} zone={zone} /> : <p className="muted panel-body">{t("bodies.meetings.none")}</p>)}
      </Loaded>
      <More of={query} />
    </Panel>
  );
}

function Sits({ at }: { at: BodyAtWork }) {
  const { agency, agencyName } = useFramework();
  const { quorum } = at;
  const rule = quorum.percent ? t("bodies.quorum.percent", { percent: number(quorum.percent) }) : quorum.count ? number(quorum.count) : "";
  return (
    <Panel title={t("bodies.sits")}>
      <div className="stack">
        <DataList
          items={[
            [
              t("bodies.quorum"),
              rule
                ? `${t("bodies.quorum.needed", { needed: quorum.needed, of: quorum.of })} (${rule} · ${word("quorumwith", quorum.with)})`
                : t("bodies.quorum.none"),
            ],
            [t("bodies.minutes.within"), at.minutes_within && `${lasting(at.minutes_within)} · ${word("minutestime", at.minutes_time)}`],
            [t("bodies.host.next"), at.next_host && agency(at.next_host)],
          ]}
        />
        <ul className="seats">
          {at.seats.map((s) => (
            <li key={s.agency} className="row row-wrap">
              <span title={agencyName(s.agency)}>{agency(s.agency)}</span>
              {s.seat !== "member" && <Chip tone={s.votes ? "info" : "outline"}>{word("bodyseat", s.seat)}</Chip>}
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
