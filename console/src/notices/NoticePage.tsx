import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useNow } from "../api/clock";
import { useFramework } from "../api/queries";
import type { Notice, NoticeContent, NoticeFigures } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { DataList } from "../design/DataList";
import { Disclosed, Loaded, Notice as Remark } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { number, t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { DraftDialog } from "./DraftDialog";
import { Exposure } from "./Exposure";
import { NoticeDialog, type Step } from "./NoticeDialog";
import { Acknowledged } from "./NoticesPage";
import { byPoint, LOOKS } from "./notices";
import { noticeQuery, noticesQuery } from "./queries";
import "./notices.css";

const route = getRouteApi("/shell/notices/$id");

/** The buttons of the page, in their order. */
const STEPS = ["acknowledge", "issue", "amend", "review", "withdraw"] as const;

/** One notice: what has to be done from when, who has acknowledged it, and what is on the way that it will hit. */
export function NoticePage() {
  const { id } = route.useParams();
  const query = useQuery(noticeQuery(id));
  return (
    <Disclosed query={query} title={t("notices.title")} hidden={t("notices.hidden")}>
      <div className="page notices-page">
        <Loaded query={query} lines={10}>
          {(view) => <Whole key={view.notice.id} view={view} />}
        </Loaded>
      </div>
    </Disclosed>
  );
}

function useZone({ notice }: Notice) {
  const { framework, zone: zoneOf } = useFramework();
  return (notice.points.length === 1 ? zoneOf(notice.points[0] ?? "") : undefined) ?? homeZone(framework);
}

function Whole({ view }: { view: Notice }) {
  const names = useNames();
  const zone = useZone(view);
  const { data: list } = useQuery(noticesQuery);
  const [asked, setAsked] = useState<Step>();
  const [amending, setAmending] = useState(false);
  const { notice } = view;
  const look = LOOKS[notice.state];
  const open = notice.state === "coming" || notice.state === "in_force";
  const offered = STEPS.filter((s) => view.commands.includes(s));
  return (
    <>
      <PageHead
        title={notice.title}
        detail={
          <>
            <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
              {word("noticestate", notice.state)}
            </Chip>
            {notice.state === "coming" && <Countdown until={notice.effective_us} label={t("notices.effective")} zone={zone} />}
            {notice.short && open && (
              <Chip tone="amber" icon="alert">
                {t("notices.short")}
              </Chip>
            )}
            <span>{names.agency(notice.agency)}</span>
            <Link to="/notices">{t("notices.all")}</Link>
          </>
        }
      >
        {offered.map((step) => (
          <Button
            key={step}
            kind={step === "amend" || step === "withdraw" ? "plain" : "primary"}
            icon={step === "acknowledge" || step === "issue" ? "check" : step === "withdraw" ? "cross" : undefined}
            onPress={() => (step === "amend" ? setAmending(true) : setAsked(step))}
          >
            {word("noticecommand", step)}
          </Button>
        ))}
      </PageHead>
      {notice.state === "draft" && <Remark>{t("notices.draft.waits")}</Remark>}
      {notice.short && open && (
        <Remark tone="amber" icon="alert">
          {t("notices.short.why")}
        </Remark>
      )}
      {view.withdrawn && (
        <Remark tone="red" icon="cross">
          <p>{t("notices.withdrawn.by", { name: names.officer(view.withdrawn.officer), time: dateAndTime(view.withdrawn.at_us, zone) })}</p>
          <p className="notices-words" dir="auto">
            {view.reason}
          </p>
        </Remark>
      )}
      {view.pending && <Pending pending={view.pending} zone={zone} />}
      <Steps view={view} zone={zone} />
      <div className="notices-body">
        <div className="stack">
          <Says content={view.content} zone={zone} />
          <Exposure view={view} />
          {view.review ? <Review review={view.review} zone={zone} /> : view.figures && open && <SoFar figures={view.figures} />}
        </div>
        <Recipients view={view} zone={zone} />
      </div>
      {asked && <NoticeDialog key={asked} view={view} step={asked} onClose={() => setAsked(undefined)} />}
      {amending && (
        <DraftDialog
          classes={list?.classes ?? []}
          changes={{ id: notice.id, content: view.pending?.content ?? view.content }}
          onClose={() => setAmending(false)}
          onDrafted={() => setAmending(false)}
        />
      )}
    </>
  );
}

/** What it says: first what has to be done. */
function Says({ content, zone }: { content: NoticeContent; zone: string | undefined }) {
  const names = useNames();
  return (
    <Panel title={t("notices.required")}>
      <div className="stack">
        <p className="notices-required" dir="auto">
          {content.required}
        </p>
        <p className="notices-words" dir="auto">
          {content.text}
        </p>
        <DataList
          items={[
            [t("notices.legal"), content.legal],
            [t("notices.effective"), <span key="e">{dateAndTime(content.effective_us, zone)}</span>],
            [t("notices.ends"), content.ends_us ? dateAndTime(content.ends_us, zone) : t("notices.for_good")],
            [t("notices.points"), content.points.map(names.point).join(", ")],
            [t("notices.directions"), (content.directions ?? []).map((d) => word("direction", d)).join(", ") || t("notices.both")],
            [t("notices.goods"), (content.goods ?? []).length > 0 && <bdi key="g">{content.goods?.join(", ")}</bdi>],
            [t("notices.classes"), (content.classes ?? []).map((c) => word("subject", c)).join(", ") || t("notices.classes.all")],
          ]}
        />
      </div>
    </Panel>
  );
}

function Pending({ pending, zone }: { pending: NonNullable<Notice["pending"]>; zone: string | undefined }) {
  const names = useNames();
  return (
    <section className="notices-pending" aria-label={t("notices.pending")}>
      <h2>{t("notices.pending")}</h2>
      <p className="muted">
        {t("notices.pending.by", { name: names.officer(pending.by.officer), time: dateAndTime(pending.by.at_us, zone) })}
      </p>
      <p>
        <strong dir="auto">{pending.content.title}</strong> · {dateAndTime(pending.content.effective_us, zone)}
      </p>
      <p className="notices-words" dir="auto">
        {pending.content.required}
      </p>
    </section>
  );
}

/** From the first text to the review: what was, and what comes when. */
function Steps({ view, zone }: { view: Notice; zone: string | undefined }) {
  const now = useNow();
  const { notice } = view;
  const steps: [string, number | null | undefined][] = [
    ["written", view.written.at_us],
    ["issued", view.issued?.at_us],
    ["acknowledge", view.acknowledge_us],
    ["effective", notice.effective_us],
    ["ends", notice.ends_us],
    ["review", notice.review_us],
  ];
  const known = steps.filter((s): s is [string, number] => typeof s[1] === "number").sort((a, b) => a[1] - b[1]);
  return (
    <ol className="notices-steps" aria-label={t("notices.steps")}>
      {known.map(([step, at]) => (
        <li key={step} className={at <= now ? "past" : ""}>
          <span className="small">{word("noticestep", step)}</span>
          <span className="num">{dateAndTime(at, zone)}</span>
          {at > now && <Countdown until={at} label={word("noticestep", step)} zone={zone} />}
        </li>
      ))}
    </ol>
  );
}

/** Who has acknowledged it, by crossing point, and who has not. */
function Recipients({ view, zone }: { view: Notice; zone: string | undefined }) {
  const names = useNames();
  const points = byPoint(view.recipients);
  if (points.length === 0) return null;
  return (
    <Panel title={t("notices.who")}>
      <div className="stack">
        <p>{t("notices.acknowledged", { done: view.notice.acknowledged, of: view.notice.recipients })}</p>
        <Acknowledged done={view.notice.acknowledged} of={view.notice.recipients} />
        {points.map((p) => (
          <details key={p.point} className="notices-point" open={points.length === 1}>
            <summary>
              {names.point(p.point)}{" "}
              {p.missing > 0 ? (
                <Chip tone="red">{t("notices.missing.count", { count: p.missing })}</Chip>
              ) : (
                <Chip tone="green" icon="check">
                  {t("notices.done.all")}
                </Chip>
              )}
            </summary>
            <ul className="notices-recipients">
              {p.recipients.map((r) => (
                <li key={r.agency}>
                  <span>
                    {names.agency(r.agency)} <span className="muted small">{r.state}</span>
                  </span>
                  {r.acknowledged ? (
                    <span className="muted small">
                      <bdi>{names.officer(r.acknowledged.officer)}</bdi> · {dateAndTime(r.acknowledged.at_us, zone)}
                    </span>
                  ) : (
                    <span className="row row-wrap">
                      <Chip tone="amber" icon="eye">
                        {t("notices.missing")}
                      </Chip>
                      {r.told > 0 && <span className="small">{t("notices.told", { count: r.told })}</span>}
                    </span>
                  )}
                  {r.text && (
                    <span className="notices-words small" dir="auto">
                      {r.text}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </Panel>
  );
}

const FIGURES = ["crossings", "released", "refused", "open", "in_time", "late"] as const;

export function Figures({ figures }: { figures: NoticeFigures }) {
  return (
    <dl className="notices-figures">
      {FIGURES.map((f) => (
        <div key={f}>
          <dt>{word("noticefigure", f)}</dt>
          <dd className="num">{number(figures[f])}</dd>
        </div>
      ))}
    </dl>
  );
}

function SoFar({ figures }: { figures: NoticeFigures }) {
  return (
    <Panel title={t("notices.sofar")}>
      <Figures figures={figures} />
    </Panel>
  );
}

function Review({ review, zone }: { review: NonNullable<Notice["review"]>; zone: string | undefined }) {
  const names = useNames();
  return (
    <Panel title={t("notices.review")} aside={<Chip tone="info">{word("noticeoutcome", review.outcome)}</Chip>}>
      <div className="stack">
        <p className="notices-words" dir="auto">
          {review.text}
        </p>
        <Figures figures={review.figures} />
        <p className="muted small">
          <bdi>{names.officer(review.by.officer)}</bdi> · {dateAndTime(review.by.at_us, zone)}
        </p>
      </div>
    </Panel>
  );
}
