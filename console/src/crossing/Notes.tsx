import type { ReactNode } from "react";
import { useOfficerName } from "../api/officers";
import { useFramework } from "../api/queries";
import type { Crossing, StageNow } from "../api/types";
import { StateChip } from "../design/Chip";
import { Clock, Countdown } from "../design/Clock";
import { Notice } from "../design/Feedback";
import { t } from "../i18n";
import { Joint } from "./Joint";
import { Said } from "./Said";

/** What is out of the ordinary: holds, refusals, referrals, joint examinations, contradictions. Nobody has to open anything to see it. */
export function Notes({ crossing }: { crossing: Crossing }) {
  const title = (id: string) => crossing.path.find((s) => s.stage === id)?.title ?? id;
  const own = crossing.path.filter((s) => s.hold || s.state === "refused" || s.waits_for || (s.joint && s.state !== "joint"));
  return (
    <>
      {crossing.refer && <Notice icon="user">{t("crossing.refer")}</Notice>}
      {Boolean(crossing.card.conflicts) && (
        <Notice tone="red" icon="alert">
          {t("card.conflicts", { count: crossing.card.conflicts ?? 0 })}. {t("crossing.contradicts")}
        </Notice>
      )}
      {crossing.reversed && <Notice>{t("crossing.reversed", { agreement: crossing.reversed })}</Notice>}
      {own.map((stage) => (
        <Note key={stage.stage} stage={stage}>
          {stage.waits_for && (
            <span dir="auto">
              {t("card.waits")} {title(stage.waits_for)}
            </span>
          )}
        </Note>
      ))}
    </>
  );
}

const TONES: Record<string, string> = { held: "amber", refused: "red", referred: "violet" };

function Note({ stage, children }: { stage: StageNow; children: ReactNode }) {
  const { agencyName, framework } = useFramework();
  const officer = useOfficerName();
  const { hold, joint } = stage;
  const ground = framework?.hold_grounds.find((g) => g.id === hold?.ground);
  const by = hold?.officer ?? stage.officer;
  return (
    <section className={`note ${TONES[stage.state] ?? ""}`} aria-label={stage.title}>
      <div className="row row-wrap">
        <StateChip state={stage.state} />
        <strong dir="auto">{stage.title}</strong>
        <span className="muted">
          {agencyName(stage.agency)}
          {by && (
            <>
              {" "}
              · <bdi>{officer(by)}</bdi>
            </>
          )}
        </span>
        {children}
        {hold && (
          <span className="note-clock">
            {t("clock.hold")} <Countdown until={hold.until_us} label={t("clock.hold")} />
          </span>
        )}
        {joint && <Clock since={joint.since_us} label={t("crossing.joint")} />}
      </div>
      {ground && (
        <p dir="auto">
          {ground.title} <span className="muted">· {ground.legal_basis}</span>
        </p>
      )}
      {stage.state !== "joint" && <Joint stage={stage} />}
      <Said words={hold?.reason ?? stage.reason} />
    </section>
  );
}
