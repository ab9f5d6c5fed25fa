import { type ReactNode, useEffect, useRef, useState } from "react";
import { useOfficer } from "../api/queries";
import type { OpenRequest, Path } from "../api/types";
import { Button } from "../design/Button";
import { StateChip } from "../design/Chip";
import { ErrorState, Notice } from "../design/Feedback";
import { number, t, word } from "../i18n";
import { Choice } from "./Choice";
import { personPaths, travellerOf } from "./desk";
import { PersonFacts } from "./PersonFacts";
import { Reasons } from "./Reasons";
import { type DeskState, documentOf, type ShownOutcome } from "./state";
import { Doubtful, Lines } from "./Zone";

interface Props {
  shown: ShownOutcome;
  paths: readonly Path[];
  desk: DeskState;
  onAway: () => void;
}

/** What a scan came to where only the officer can go on: misread, unreadable, several, nobody. */
export function Outcome(props: Props) {
  const { result, ask } = props.shown;
  if (result.outcome === "doubtful") {
    return (
      <Frame {...props} title={t("desk.doubtful")} tone="amber" detail={t("desk.doubtful.detail")}>
        <Doubtful
          result={result}
          onRead={(lines) => props.desk.read({ mrz: lines.join("\n") })}
          onAccept={() => props.desk.read({ ...ask, accept: true })}
        />
      </Frame>
    );
  }
  if (result.outcome === "choose") return <Choose {...props} />;
  if (result.outcome === "none") {
    return (
      <Frame {...props} title={t("desk.none")} tone="info" detail={t("desk.none.detail")}>
        <Holder {...props} />
        <OpenUnder
          paths={props.paths}
          onOpen={(path) => props.desk.read({ ...ask, open: { procedure: path.procedure, direction: path.direction } })}
        />
      </Frame>
    );
  }
  return (
    <Frame {...props} title={t("desk.unreadable")} tone="red" detail={unreadable(ask.mrz)}>
      <Lines lines={ask.mrz.split("\n")} />
      <p className="muted">{t("desk.unreadable.detail")}</p>
    </Frame>
  );
}

/** How the lines differ from those of any zone. */
function unreadable(mrz: string): string {
  const lines = mrz.split("\n");
  return t("desk.unreadable.why", { count: lines.length, widths: lines.map((l) => number(l.length)).join(", ") });
}

/** The officer is told what it came to, and where the keys now lead. */
function Frame({
  title,
  detail,
  tone,
  onAway,
  children,
}: Props & { title: string; detail: string; tone: "amber" | "info" | "red"; children: ReactNode }) {
  const head = useRef<HTMLElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  return (
    <section className="desk-outcome" ref={head} tabIndex={-1} aria-label={title}>
      <Notice tone={tone} icon={tone === "info" ? "info" : "alert"}>
        <div className="desk-outcome-head">
          <span>
            <strong>{title}</strong> <span dir="auto">{detail}</span>
          </span>
          <Button small kind="quiet" icon="cross" shortcut="Esc" onPress={onAway}>
            {t("desk.clear")}
          </Button>
        </div>
      </Notice>
      {children}
    </section>
  );
}

/** Whose document it is, as it says. */
function Holder({ shown, desk }: Pick<Props, "shown" | "desk">) {
  const person = travellerOf(documentOf(shown.result));
  return (
    <div className="panel desk-head">
      <div className="grow">
        <h2 className="desk-name">
          <span dir="auto">{[person.surname, person.given].filter(Boolean).join(", ")}</span>
        </h2>
        <PersonFacts person={person} point={desk.point} />
      </div>
    </div>
  );
}

function Choose(props: Props) {
  const { shown, desk, paths } = props;
  const { result, ask } = shown;
  const [none, setNone] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const open = (path: Path) => {
    const subject = { kind: path.subject, ...travellerOf(documentOf(result)) } as unknown as OpenRequest["subject"];
    const body = { point: desk.point, procedure: path.procedure, direction: path.direction, subject, arrived: true, origin: "scan" };
    desk.openNew.mutate({ body, key: `${key} ${path.procedure} ${path.direction}` });
  };
  return (
    <Frame {...props} title={t("desk.choose", { count: result.candidates.length })} tone="amber" detail={t("desk.choose.detail")}>
      <Holder shown={shown} desk={desk} />
      {desk.openNew.isError && <ErrorState error={desk.openNew.error} />}
      {none ? (
        // The numbers mean the procedures now, so the candidates are gone.
        <OpenUnder paths={paths} onOpen={open} isPending={desk.openNew.isPending} />
      ) : (
        <>
          <ol className="desk-candidates">
            {result.candidates.map((c, i) => (
              <li key={c.card.id} className="panel">
                <header className="row row-wrap">
                  <strong className="grow" dir="auto">
                    {c.card.label} <span className="muted">{c.card.detail}</span>
                  </strong>
                  <StateChip state={c.card.state} />
                  <Choice number={i + 1} onPress={() => desk.read({ ...ask, crossing: c.card.id })}>
                    {t("desk.choose.this")}
                  </Choice>
                </header>
                <Reasons reasons={c.reasons} />
              </li>
            ))}
          </ol>
          <p>
            <Choice number={0} onPress={() => setNone(true)}>
              {t("desk.choose.none")}
            </Choice>
          </p>
        </>
      )}
    </Frame>
  );
}

/** The procedures of this point under which somebody can be opened who was not announced. */
function OpenUnder({ paths, onOpen, isPending = false }: { paths: readonly Path[]; onOpen: (path: Path) => void; isPending?: boolean }) {
  const officer = useOfficer();
  const open = personPaths(paths, officer);
  if (open.length === 0) return <p className="muted">{t("open.none")}</p>;
  return (
    <ul className="desk-open" aria-label={t("open.procedure")}>
      {open.map((path, i) => (
        <li key={`${path.procedure} ${path.direction}`}>
          <Choice number={i + 1} isDisabled={isPending} onPress={() => onOpen(path)}>
            {path.title} · {word("direction", path.direction)}
          </Choice>
        </li>
      ))}
    </ul>
  );
}
