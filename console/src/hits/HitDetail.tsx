import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { problemOf } from "../api/problem";
import { useFramework } from "../api/queries";
import type { Hit, HitStep } from "../api/types";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { homeZone } from "../framework/versions";
import { number, t, word } from "../i18n";
import { dayAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { Statements } from "../statements/Statements";
import { HitDialog } from "./HitDialog";
import { LOOKS, STEPS, type Step, whoOf } from "./hits";
import { hitQuery } from "./queries";
import { HitDue, Marks } from "./Rows";
import { Sides } from "./Sides";

const HUNDRED = 100;

/** Everything about one hit, and what can be done with it. */
export function HitDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(hitQuery(id));
  const head = useRef<HTMLElement>(null);
  useEffect(() => head.current?.focus(), []);
  const gone = query.isError && query.data === undefined && problemOf(query.error).code === "not_found";
  return (
    <section className="inbox-detail" aria-label={t("hits.detail")} tabIndex={-1} ref={head}>
      <p className="inbox-back">
        <Button kind="quiet" icon="cross" onPress={onClose}>
          {t("hits.back")}
        </Button>
      </p>
      {gone ? (
        <EmptyState icon="search" title={t("hits.missing")} />
      ) : (
        <Loaded query={query} lines={8}>
          {(hit) => (
            <div className="stack">
              <Panel title={whoOf(hit)} aside={<State hit={hit} />}>
                <div className="stack">
                  <div className="row row-wrap">
                    <strong dir="auto">{hit.list_name}</strong>
                    <Marks hit={hit} />
                  </div>
                  <HitDue hit={hit} />
                  {hit.case && (
                    <Notice tone="green" icon="check">
                      {t("hits.case", { case: hit.case })}
                    </Notice>
                  )}
                  <Actions hit={hit} />
                  <Sides hit={hit} />
                </div>
              </Panel>
              <Steps hit={hit} />
              <Panel title={t("hits.about")}>
                <Facts hit={hit} />
              </Panel>
              <Statements about={hit.id} />
            </div>
          )}
        </Loaded>
      )}
    </section>
  );
}

export function State({ hit }: { hit: Hit }) {
  const look = LOOKS[hit.state];
  return (
    <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
      {hit.outcome ? word("hitoutcome", hit.outcome) : word("hitstate", hit.state)}
    </Chip>
  );
}

function useTime(hit: Hit) {
  const { framework, zone: zoneOf } = useFramework();
  const zone = zoneOf(hit.point) ?? homeZone(framework);
  return (us: number) => dayAndTime(us, zone);
}

function Actions({ hit }: { hit: Hit }) {
  const [asked, setAsked] = useState<Step>();
  const all = STEPS.filter((s) => hit.commands.includes(s.command));
  const waits = hit.state === "second_person" && !hit.commands.includes("second");
  return (
    <>
      {hit.needs_two && hit.state !== "closed" && <p className="muted">{t("hits.needs_two")}</p>}
      {waits && <Notice icon="user">{t("hits.waits.second")}</Notice>}
      {hit.state === "confirmed" && !hit.commands.includes("reply") && <Notice icon="clock">{t("hits.waits.owner")}</Notice>}
      {all.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: the buttons are no fields of a form
        <div className="row row-wrap" role="group" aria-label={t("inbox.do")}>
          {all.map((step, i) => (
            <Button key={step.command} kind={i === 0 ? "primary" : "plain"} icon={step.icon} onPress={() => setAsked(step.command)}>
              {word("hitcommand", step.command)}
            </Button>
          ))}
        </div>
      )}
      {asked && <HitDialog hit={hit} step={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Facts({ hit }: { hit: Hit }) {
  const names = useNames();
  const time = useTime(hit);
  return (
    <DataList
      items={[
        [t("hits.owner"), names.agency(hit.owner)],
        [t("hits.desk"), hit.desk && (names.desk(hit.desk)?.name ?? hit.desk)],
        [t("hits.action"), word("listaction", hit.action)],
        [t("hits.on_silence"), word("listsilence", hit.on_silence)],
        [t("hits.score"), hit.score && t("hits.score.percent", { percent: number(Math.round(hit.score * HUNDRED)) })],
        [t("hits.record.id"), <code key="id">{hit.record.id}</code>],
        [t("hits.found"), time(hit.found_us)],
        [t("hits.point"), names.point(hit.point)],
        [
          t("hits.crossing"),
          <Link key="crossing" to="/crossings/$id" params={{ id: hit.crossing }}>
            {t("hits.crossing.open")}
          </Link>,
        ],
        [t("hits.appeal"), hit.appeal],
      ]}
    />
  );
}

/** What was done so far, and by whom. */
function Steps({ hit }: { hit: Hit }) {
  return (
    <Panel title={t("hits.steps")}>
      <ol className="inbox-rungs">
        {hit.steps.map((step) => (
          <li key={`${step.at_us} ${step.step}`} className="inbox-line">
            <StepLine step={step} hit={hit} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function StepLine({ step, hit }: { step: HitStep; hit: Hit }) {
  const names = useNames();
  const time = useTime(hit);
  const result =
    step.step === "found" || step.step === "met_again"
      ? ""
      : step.step === "cleared"
        ? step.result
        : step.step === "unanswered"
          ? word("listsilence", step.result)
          : word("hitchoice", step.result);
  return (
    <>
      <p className="row row-wrap">
        <strong>{word("hitstep", step.step)}</strong>
        {result && <span dir="auto">{result}</span>}
        {step.factor && <Chip>{word("hitfactor", step.factor)}</Chip>}
      </p>
      <p className="muted">
        {step.officer && (
          <>
            <bdi>{names.officer(step.officer)}</bdi> · {names.agency(step.agency)} ·{" "}
          </>
        )}
        <span className="num">{time(step.at_us)}</span>
      </p>
      {step.text && step.step !== "found" && (
        <p className="inbox-words" dir="auto">
          {step.text}
        </p>
      )}
    </>
  );
}
