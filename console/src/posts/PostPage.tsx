import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useFramework, useOfficer } from "../api/queries";
import type { Post, Shift } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { Disclosed, EmptyState, ErrorState, Loaded, More, Notice } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { toldAs } from "../hits/send";
import { number, t, word } from "../i18n";
import { clockTime, day } from "../i18n/time";
import { useNames } from "../inbox/told";
import { AgencyCard } from "./AgencyCard";
import { PostDialog } from "./PostDialog";
import { broken, byUrgency, may, missing, type Step } from "./posts";
import { postQuery, shiftQuery, shiftsQuery } from "./queries";
import { HandOvers, Outages, Report } from "./ShiftPanels";
import { usePostAct } from "./send";
import "./posts.css";

const route = getRouteApi("/shell/posts/$point");

/** A crossing point at work: who is on duty and who is missing, what does not work, what is handed over. */
export function PostPage() {
  const { point } = route.useParams();
  const { shift } = route.useSearch();
  return shift ? <Past point={point} id={shift} /> : <Now key={point} point={point} />;
}

interface Asked {
  step: Step;
  shift: Shift;
  outage?: string | undefined;
}

function Now({ point }: { point: string }) {
  const query = useQuery(postQuery(point));
  const names = useNames();
  const { zone } = useFramework();
  const [asked, setAsked] = useState<Asked>();
  const act = usePostAct(point, () => undefined);
  const post = query.data;
  const shift = post?.shift ?? undefined;
  const ask = (of: Shift) => (step: Step, on: { outage?: string }) => setAsked({ step, shift: of, outage: on.outage });
  return (
    <Disclosed query={query} title={t("posts.title")} hidden={t("post.hidden")}>
      <div className="page post">
        <PageHead title={t("post.title", { point: names.point(point) })} detail={post && <Head post={post} zone={zone(point)} />}>
          {post && may(post, "come") && (
            <Button kind="primary" icon="check" isPending={act.isPending} onPress={() => act.mutate({ command: "come" })}>
              {word("postcommand", "come")}
            </Button>
          )}
          {post && may(post, "leave") && (
            <Button icon="right" isPending={act.isPending} onPress={() => act.mutate({ command: "leave" })}>
              {word("postcommand", "leave")}
            </Button>
          )}
          {shift?.commands.includes("come_other") && (
            <Button icon="plus" onPress={() => setAsked({ step: "come_other", shift })}>
              {word("postcommand", "come_other")}
            </Button>
          )}
        </PageHead>
        {act.error && <ErrorState error={toldAs("post", act.error, names)} />}
        <Loaded query={query} lines={10}>
          {(now) => (
            <>
              {!now.shift && <NotBegun post={now} />}
              {now.shift && (
                <ShiftBody
                  shift={now.shift}
                  point={point}
                  onStep={ask(now.shift)}
                  onLeave={now.shift.commands.includes("come_other") ? (who) => act.mutate({ command: "leave", who }) : undefined}
                />
              )}
              {now.before && <Before shift={now.before} point={point} onStep={ask(now.before)} />}
              <Earlier point={point} />
            </>
          )}
        </Loaded>
        {asked && (
          <PostDialog
            key={`${asked.step}${asked.shift.id}`}
            point={point}
            shift={asked.shift}
            step={asked.step}
            outage={asked.outage}
            onClose={() => setAsked(undefined)}
          />
        )}
      </div>
    </Disclosed>
  );
}

function Head({ post, zone }: { post: Post; zone: string | undefined }) {
  const { shift, planned } = post;
  const short = shift ? missing(shift) : 0;
  const out = shift ? broken(shift) : [];
  return (
    <>
      <Chip icon="clock">
        {t("post.shift", {
          title: (shift ?? planned).title || t("post.day"),
          from: clockTime((shift ?? planned).from_us, zone),
          to: clockTime((shift ?? planned).to_us, zone),
        })}
      </Chip>
      {shift && <Countdown until={shift.to_us} label={t("post.ends")} zone={zone} />}
      {short > 0 && (
        <Chip tone="red" icon="alert">
          {t("post.short", { count: short })}
        </Chip>
      )}
      {shift && short === 0 && shift.agencies.some((a) => a.least > 0) && (
        <Chip tone="green" icon="check">
          {t("post.complete")}
        </Chip>
      )}
      {out.length > 0 && (
        <Chip tone="amber" icon="alert">
          {t("post.broken", { count: out.length })}
        </Chip>
      )}
      {out.some((o) => o.fallback) && <Chip tone="amber">{t("post.fallback")}</Chip>}
    </>
  );
}

/** Nobody has come yet: who is needed, so that somebody can begin. */
function NotBegun({ post }: { post: Post }) {
  const names = useNames();
  const needed = post.planned.needed;
  return (
    <Panel title={t("post.none")}>
      <p className="muted">{t(post.planned.may_come ? "post.none.come" : "post.none.detail")}</p>
      {needed.length > 0 && (
        <ul className="post-list">
          {needed.map((n) => (
            <li key={n.agency}>
              {names.agency(n.agency)} <span className="muted small">{t("post.needs", { count: n.least })}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

interface BodyProps {
  shift: Shift;
  point: string;
  onStep?: (step: Step, on: { shift: string; outage?: string }) => void;
  onLeave?: ((who: string) => void) | undefined;
}

function ShiftBody({ shift, point, onStep, onLeave }: BodyProps) {
  const names = useNames();
  const officer = useOfficer();
  const { zone } = useFramework();
  const at = zone(point);
  const shared = { shift, names, zone: at, ...(onStep && { onStep }) };
  const closed = shift.open_from_us === shift.open_to_us;
  return (
    <>
      {closed && <Notice icon="pause">{t("post.closed")}</Notice>}
      <div className="post-body">
        <section className="post-agencies" aria-label={t("post.agencies")}>
          {byUrgency(shift.agencies).map((a) => (
            <AgencyCard key={a.agency} agency={a} names={names} zone={at} over={Boolean(shift.ended_us)} onLeave={onLeave} />
          ))}
        </section>
        <div className="post-side">
          <Outages {...shared} />
          <HandOvers {...shared} own={officer} />
          <Report {...shared} />
        </div>
      </div>
    </>
  );
}

/** The shift before, while something of it waits: its hand-overs, and its report. */
function Before({ shift, point, onStep }: BodyProps) {
  const names = useNames();
  const officer = useOfficer();
  const { zone } = useFramework();
  const at = zone(point);
  const shared = { shift, zone: at, ...(onStep && { onStep }) };
  return (
    <section className="post-before" aria-label={t("post.before")}>
      <h2>{t("post.before")}</h2>
      <p className="muted small">
        {t("post.shift", { title: shift.title || t("post.day"), from: clockTime(shift.from_us, at), to: clockTime(shift.to_us, at) })}
      </p>
      <div className="post-two">
        <HandOvers {...shared} names={names} own={officer} />
        <Report {...shared} />
      </div>
    </section>
  );
}

function Past({ point, id }: { point: string; id: string }) {
  const query = useQuery(shiftQuery(id));
  const names = useNames();
  const { zone } = useFramework();
  const shift = query.data;
  const at = zone(point);
  return (
    <Disclosed query={query} title={t("posts.title")} hidden={t("post.hidden")}>
      <div className="page post">
        <PageHead
          title={t("post.title", { point: names.point(point) })}
          detail={
            shift && (
              <Chip icon="clock">
                {day(shift.from_us, at)} ·{" "}
                {t("post.shift", {
                  title: shift.title || t("post.day"),
                  from: clockTime(shift.from_us, at),
                  to: clockTime(shift.to_us, at),
                })}
              </Chip>
            )
          }
        >
          <Link className="button" to="/posts/$point" params={{ point }} search={{}}>
            {t("post.back")}
          </Link>
        </PageHead>
        <Loaded query={query} lines={10}>
          {(s) => <ShiftBody shift={s} point={point} />}
        </Loaded>
      </div>
    </Disclosed>
  );
}

/** Earlier shifts, on demand. */
function Earlier({ point }: { point: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="post-earlier" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t("post.earlier")}</summary>
      {open && <Shifts point={point} />}
    </details>
  );
}

function Shifts({ point }: { point: string }) {
  const query = useInfiniteQuery(shiftsQuery(point));
  const { zone } = useFramework();
  const at = zone(point);
  const shifts = query.data?.pages.flatMap((p) => p.shifts) ?? [];
  return (
    <Loaded query={query} lines={4}>
      {() =>
        shifts.length > 0 ? (
          <>
            <ul className="post-list">
              {shifts.map((s) => (
                <li key={s.id}>
                  <span className="row row-wrap">
                    <Link to="/posts/$point" params={{ point }} search={{ shift: s.id }}>
                      {day(s.from_us, at)} ·{" "}
                      {t("post.shift", { title: s.title || t("post.day"), from: clockTime(s.from_us, at), to: clockTime(s.to_us, at) })}
                    </Link>
                    {s.alarms > 0 && <Chip tone="red">{t("post.short", { count: s.alarms })}</Chip>}
                    <span className="muted small">{t("post.signed", { taken: number(s.taken_over), handed: number(s.handed_over) })}</span>
                    <Chip tone={s.reported ? "green" : "outline"}>{t(s.reported ? "post.reported" : "post.unreported")}</Chip>
                  </span>
                </li>
              ))}
            </ul>
            <More of={query} />
          </>
        ) : (
          <EmptyState title={t("post.earlier.none")} />
        )
      }
    </Loaded>
  );
}
