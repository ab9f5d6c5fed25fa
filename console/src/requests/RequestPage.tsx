import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useFramework } from "../api/queries";
import type { RequestView } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { DataList } from "../design/DataList";
import { Disclosed, ErrorState, Loaded, Notice } from "../design/Feedback";
import { PageHead, Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { partyText, useNames } from "../inbox/told";
import { Statements } from "../statements/Statements";
import { requestQuery } from "./queries";
import { StateOf } from "./RequestsPage";
import { may, OF_ITEM, type Step, WHOLE } from "./requests";
import { StepDialog } from "./StepDialog";
import { useRequestAct } from "./send";
import "./requests.css";

const route = getRouteApi("/shell/requests/$id");

/** A request for information: what is asked and on which basis, what was given, and what became of it since. */
export function RequestPage() {
  const { id } = route.useParams();
  const query = useQuery(requestQuery(id));
  const names = useNames();
  const { framework, zone: zoneOf } = useFramework();
  const [asked, setAsked] = useState<{ step: Step; item: number }>();
  const act = useRequestAct(id, () => undefined);
  const view = query.data;
  const zone = zoneOf(view?.card.point ?? "") ?? homeZone(framework);
  const step = (next: Step, item = 0) => setAsked({ step: next, item });
  return (
    <Disclosed query={query} title={t("requests.title")} hidden={t("requests.hidden")}>
      <div className="page request">
        <p className="small">
          <Link to="/requests" search={{}}>
            {t("requests.title")}
          </Link>
        </p>
        <PageHead title={view?.card.title ?? t("requests.title")} detail={view && <Head view={view} zone={zone} />}>
          {view &&
            WHOLE.filter((w) => may(view, w.step)).map((w) => (
              <Button key={w.step} icon={w.icon} kind={w.step === "answer" ? "primary" : "plain"} onPress={() => step(w.step)}>
                {word("requestcommand", w.step)}
              </Button>
            ))}
        </PageHead>
        {act.error && <ErrorState error={toldAs("request", act.error, names)} />}
        <Loaded query={query} lines={10}>
          {(now) => (
            <div className="request-body">
              <div className="stack">
                <Panel title={t("requests.question")}>
                  <p className="request-words" dir="auto">
                    {now.question}
                  </p>
                </Panel>
                <Panel title={t("requests.answers")}>
                  <Answers
                    view={now}
                    zone={zone}
                    onStep={step}
                    onConfirm={(change) => act.mutate({ command: "confirm", change })}
                    pending={act.isPending}
                  />
                </Panel>
              </div>
              <div className="stack">
                <Panel title={t("requests.about")}>
                  <About view={now} />
                </Panel>
                <Panel title={t("requests.basis")}>
                  <DataList
                    items={[
                      [t("requests.agreement"), now.basis.title],
                      [t("requests.law"), now.basis.law],
                      [t("requests.purpose"), word("purpose", now.card.purpose)],
                      [t("requests.reference"), now.reference],
                    ]}
                  />
                </Panel>
                <Statements about={now.card.id} />
                {now.released.length > 0 && (
                  <Panel title={t("requests.released")}>
                    <ul className="request-lines">
                      {now.released.map((r) => (
                        <li key={r.agency}>
                          <strong dir="auto">{names.agency(r.agency)}</strong>
                          <p dir="auto">{r.reason}</p>
                          <By by={r.by} zone={zone} />
                        </li>
                      ))}
                    </ul>
                  </Panel>
                )}
              </div>
            </div>
          )}
        </Loaded>
        {asked && view && (
          <StepDialog
            key={`${asked.step}${asked.item}`}
            view={view}
            step={asked.step}
            item={asked.item}
            onClose={() => setAsked(undefined)}
          />
        )}
      </div>
    </Disclosed>
  );
}

function Head({ view, zone }: { view: RequestView; zone: string | undefined }) {
  const names = useNames();
  return (
    <>
      <StateOf state={view.card.state} />
      <span>{t("requests.from_to", { from: names.agency(view.card.from), to: partyText(view.addressee, names) })}</span>
      {view.card.state === "asked" && <Countdown until={view.card.due_us} label={t("requests.due")} zone={zone} />}
      {view.card.told > 0 && (
        <Chip tone="amber" icon="alert">
          {t("requests.told", { count: view.card.told })}
        </Chip>
      )}
    </>
  );
}

function About({ view }: { view: RequestView }) {
  const c = view.concerns;
  return (
    <DataList
      items={[
        [t("requests.subject"), word("requestsubject", c.subject)],
        [t("requests.name"), c.name],
        [t("requests.number"), c.number && <code dir="ltr">{c.number}</code>],
        [t("requests.born"), c.born],
        [t("requests.country"), c.country],
        [
          t("requests.crossing"),
          c.crossing && (
            <Link to="/crossings/$id" params={{ id: c.crossing }}>
              {t("inbox.about.crossing")}
            </Link>
          ),
        ],
      ]}
    />
  );
}

function By({ by, zone }: { by: { officer: string; agency: string; at_us: number }; zone: string | undefined }) {
  const names = useNames();
  return (
    <p className="muted small">
      {names.officer(by.officer)} · {names.agency(by.agency)} · <span className="num">{dateAndTime(by.at_us, zone)}</span>
    </p>
  );
}

interface AnswersProps {
  view: RequestView;
  zone: string | undefined;
  onStep: (step: Step, item: number) => void;
  onConfirm: (change: number) => void;
  pending: boolean;
}

/** What was given and how it has changed since, or why there is nothing. */
function Answers({ view, zone, onStep, onConfirm, pending }: AnswersProps) {
  const names = useNames();
  const end = view.answer;
  return (
    <div className="stack">
      {view.card.state === "asked" && <p className="muted">{t("requests.waits", { agency: names.agency(view.card.to) })}</p>}
      {view.withdrawn && (
        <Line by={<By by={view.withdrawn.by} zone={zone} />}>
          <strong>{word("requeststate", "withdrawn")}</strong>
          <span dir="auto">{view.withdrawn.reason}</span>
        </Line>
      )}
      {end?.ground && (
        <Notice tone={end.outcome === "refused" ? "red" : "amber"}>
          <p>
            <strong>{word("answeroutcome", end.outcome)}</strong> · {word("requestground", end.ground)}
          </p>
          {end.text && <p dir="auto">{end.text}</p>}
          <By by={end.by} zone={zone} />
        </Notice>
      )}
      <ol className="request-given">
        {view.given.map((g, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was given keeps its place for ever
          <li key={n} className={g.recalled ? "recalled" : ""}>
            <p className="row row-wrap">
              <strong>{t("requests.item", { number: n + 1 })}</strong>
              {g.recalled && (
                <Chip tone="red" icon="cross">
                  {t("requests.recalled")}
                </Chip>
              )}
              {g.corrections > 0 && (
                <Chip tone="amber" icon="refresh">
                  {t("requests.corrected", { count: g.corrections })}
                </Chip>
              )}
            </p>
            {!g.recalled && (
              <p className="request-words" dir="auto">
                {g.text}
              </p>
            )}
            {g.link && <a href={g.link}>{g.link}</a>}
            <By by={g.by} zone={zone} />
            {view.changes.map(
              (c, m) =>
                c.item === n && (
                  // biome-ignore lint/suspicious/noArrayIndexKey: changes keep their places for ever
                  <Notice key={m} tone={c.recalled ? "red" : "amber"}>
                    <p>
                      <strong>{word("requestchange", c.recalled ? "recalled" : "corrected")}</strong> · <span dir="auto">{c.reason}</span>
                    </p>
                    <By by={c.by} zone={zone} />
                    <ul className="request-known">
                      {c.recipients.map((r) => (
                        <li key={r.agency}>
                          <Chip tone={r.confirmed ? "green" : "outline"} icon={r.confirmed ? "check" : "clock"}>
                            {t(r.confirmed ? "requests.knows" : "requests.knows.not", { agency: names.agency(r.agency) })}
                          </Chip>
                        </li>
                      ))}
                    </ul>
                    {c.yours && may(view, "confirm" as Step) && (
                      <Button kind="primary" icon="check" isPending={pending} onPress={() => onConfirm(m)}>
                        {word("requestcommand", "confirm")}
                      </Button>
                    )}
                  </Notice>
                ),
            )}
            {view.judged
              .filter((j) => j.item === n)
              .map((j) => (
                <Line key={`${j.by.officer}${j.by.at_us}`} by={<By by={j.by} zone={zone} />}>
                  <strong>{word("requestuse", j.used)}</strong>
                  <span dir="auto">{j.text}</span>
                </Line>
              ))}
            <p className="row row-wrap">
              {OF_ITEM.filter((o) => may(view, o.step) && !(g.recalled && o.step !== "judge")).map((o) => (
                <Button key={o.step} small icon={o.icon} onPress={() => onStep(o.step, n)}>
                  {word("requestcommand", o.step)}
                </Button>
              ))}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Line({ by, children }: { by: ReactNode; children: ReactNode }) {
  return (
    <div className="request-line">
      <p className="row row-wrap">{children}</p>
      {by}
    </div>
  );
}
