import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { boardQuery, pathsQuery, useOfficer } from "../api/queries";
import { EmptyState, ErrorState, Skeleton } from "../design/Feedback";
import { t } from "../i18n";
import { Box } from "./Box";
import { queue } from "./desk";
import { File } from "./File";
import { choose, useHome, useReader } from "./keys";
import { Next } from "./Next";
import { Outcome } from "./Outcome";
import { useDesk } from "./state";
import { entered, typed } from "./wedge";
import "./desk.css";

/** The desk of a frontline officer: a document or a word in, a file out, one key to decide. */
export function Desk() {
  const officer = useOfficer();
  return (
    <>
      <h1 className="visually-hidden">{t("desk.title")}</h1>
      {officer.point === "" ? <EmptyState icon="scan" title={t("desk.nopoint")} /> : <At point={officer.point} />}
    </>
  );
}

const CHOICES = Object.fromEntries([..."0123456789"].map((n) => [n, choose(n)]));

function At({ point }: { point: string }) {
  const officer = useOfficer();
  const box = useRef<HTMLInputElement>(null);
  const desk = useDesk(point);
  const board = useQuery(boardQuery(point, ""));
  const paths = useQuery(pathsQuery(point));
  const waiting = queue(board.data?.cards ?? [], paths.data, officer);
  const { shown, scan } = desk;
  const ready = shown.kind === "ready" && !scan.isPending && !scan.isError;

  const next = () => {
    const first = waiting.find((w) => shown.kind !== "file" || w.card.id !== shown.id);
    if (first) desk.open(first.card.id);
  };
  const away = () => {
    desk.clear();
    box.current?.focus();
  };
  /** What the reader or a hand has typed so far. */
  const type = (text: string) => {
    const step = typed(desk.lines, text);
    if (step) desk.take(step);
    else desk.type(text);
  };
  useReader(box, (text) => type(desk.text + text), { ...CHOICES, n: next, Escape: away });
  useHome(box, ready);

  return (
    <div className="desk columns">
      <div className="desk-main">
        <Box
          box={box}
          point={point}
          cards={board.data?.cards ?? []}
          lines={desk.lines}
          text={desk.text}
          onType={type}
          onLine={(raw) => desk.take(entered(desk.lines, raw))}
          onOpen={desk.open}
          onNext={next}
        />
        <div className="desk-shown" aria-busy={scan.isPending}>
          {scan.isPending ? (
            <>
              <p role="status" className="muted">
                {t("desk.reading")}
              </p>
              <Skeleton lines={5} />
            </>
          ) : scan.isError ? (
            <ErrorState error={scan.error} retry={scan.variables && (() => desk.read(scan.variables))} />
          ) : shown.kind === "file" ? (
            <File key={shown.id} shown={shown} onDone={away} onAway={away} />
          ) : shown.kind === "outcome" ? (
            <Outcome key={shown.ask.mrz} shown={shown} paths={paths.data?.paths ?? []} desk={desk} onAway={away} />
          ) : (
            desk.text === "" && (
              <EmptyState icon="scan" title={t("desk.ready")}>
                {t("desk.ready.detail")}
              </EmptyState>
            )
          )}
        </div>
      </div>
      <Next
        waiting={waiting}
        query={board}
        current={shown.kind === "file" ? shown.id : undefined}
        onOpen={desk.open}
        onNext={next}
        shortcut={ready ? "↓" : "N"}
      />
    </div>
  );
}
