import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { crossingQuery, useOfficer } from "../api/queries";
import type { Subject, Traveller } from "../api/subject";
import type { Crossing, ScanResult } from "../api/types";
import { Commands } from "../crossing/Commands";
import { Notes } from "../crossing/Notes";
import { SubjectPanel } from "../crossing/SubjectPanel";
import { Button } from "../design/Button";
import { Chip, StateChip } from "../design/Chip";
import { Clock } from "../design/Clock";
import { Loaded, Notice } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { t } from "../i18n";
import { MICROS } from "../i18n/time";
import { NoticesOnCrossing } from "../notices/OnCrossing";
import { ownStage, shownStage } from "./desk";
import { PathStrip } from "./PathStrip";
import { PersonFacts } from "./PersonFacts";
import { Reasons } from "./Reasons";
import type { ShownFile } from "./state";

interface Props {
  shown: ShownFile;
  /** The officer's part is done. */
  onDone: () => void;
  onAway: () => void;
}

/** A file on the desk: who it is, large enough to compare with a page, and the officer's own step. */
export function File({ shown, onDone, onAway }: Props) {
  const crossing = useQuery(crossingQuery(shown.id));
  const officer = useOfficer();
  const head = useRef<HTMLElement>(null);
  const loaded = crossing.data !== undefined;
  useEffect(() => {
    if (loaded) head.current?.focus({ preventScroll: true });
  }, [loaded]);
  return (
    <Loaded query={crossing} lines={6}>
      {(file) => {
        const stage = shownStage(file, officer);
        return (
          <article className="desk-file" ref={head} tabIndex={-1} aria-label={file.card.label ?? t("desk.document")}>
            <How shown={shown} />
            <div className="panel">
              <Head file={file} onAway={onAway} />
              <div className="desk-step">
                {stage ? (
                  <p className="row row-wrap">
                    <strong dir="auto">{stage.title}</strong>
                    <StateChip state={stage.state} />
                    {stage.ready_us && (
                      <Clock since={stage.ready_us} due={stage.ready_us + stage.target_s * MICROS} label={t("clock.stage")} />
                    )}
                  </p>
                ) : (
                  <p className="muted">{t("desk.no.stage")}</p>
                )}
                <Commands crossing={file} stage={stage?.stage} keys onDone={(after) => !ownStage(after, officer) && onDone()} />
              </div>
              <PathStrip file={file} own={stage?.stage} />
            </div>
            <NoticesOnCrossing crossing={file} />
            <Notes crossing={file} />
            {shown.result && <Compared result={shown.result} id={shown.id} />}
            {!personOf(file) && <SubjectPanel crossing={file} />}
          </article>
        );
      }}
    </Loaded>
  );
}

function personOf(file: Crossing): Traveller | undefined {
  const subject = file.subject as unknown as Subject;
  return subject.kind === "traveller" || subject.kind === "person_on_foot" ? subject : undefined;
}

function How({ shown }: { shown: ShownFile }) {
  if (shown.how === "found") return null;
  return (
    <Notice tone={shown.how === "matched" ? "green" : "info"} icon={shown.how === "matched" ? "check" : "plus"}>
      {t(`desk.${shown.how}`)}
    </Notice>
  );
}

function Head({ file, onAway }: { file: Crossing; onAway: () => void }) {
  const { card } = file;
  const person = personOf(file);
  return (
    <header className="desk-head">
      <div className="grow">
        <h2 className="desk-name">
          <KindIcon kind={card.subject_kind} size={24} />
          <span dir="auto">{card.label}</span>
        </h2>
        {person ? (
          <PersonFacts person={person} point={card.point} />
        ) : (
          <p className="muted">
            <bdi>{card.detail}</bdi>
          </p>
        )}
        <p className="row row-wrap">
          <StateChip state={card.state} />
          {card.arrived_us && (
            <span className="small">
              {t("clock.arrival")} <Clock since={card.arrived_us} due={card.expected_release_us} label={t("clock.arrival")} />
            </span>
          )}
          {(card.remarks ?? 0) > 0 && <Chip>{t("card.remarks", { count: card.remarks ?? 0 })}</Chip>}
          <Link to="/crossings/$id" params={{ id: card.id }} className="small">
            {t("desk.open")}
          </Link>
        </p>
      </div>
      <Button small kind="quiet" icon="cross" shortcut="Esc" onPress={onAway}>
        {t("desk.clear")}
      </Button>
    </header>
  );
}

/** Why this announcement was taken for the document's. */
function Compared({ result, id }: { result: ScanResult; id: string }) {
  const taken = result.candidates.find((c) => c.card.id === id);
  return taken ? <Reasons reasons={taken.reasons} /> : null;
}
