import type { ReactNode } from "react";
import { serverNow, useNow } from "../api/clock";
import { useOfficerName } from "../api/officers";
import { useFramework } from "../api/queries";
import type { Crossing } from "../api/types";
import { Clock, Countdown, urgency } from "../design/Clock";
import { t, word } from "../i18n";
import { clockTime, day, dayAndTime, duration } from "../i18n/time";
import { type Has, holders, isOver } from "./holders";

/** The figures that officers look for first: who has it, for how long, and when it will be done. */
export function Facts({ crossing }: { crossing: Crossing }) {
  const { zone } = useFramework();
  const { card } = crossing;
  const own = zone(card.point);
  const all = holders(crossing);
  const when = (us: number) => (day(us, own) === day(serverNow(), own) ? clockTime(us, own) : dayAndTime(us, own));
  return (
    <dl className="facts">
      {!isOver(crossing) && (
        <Fact name={t("crossing.holder")} wide={all.length > 1 ? "wider" : "wide"}>
          {all.length === 0 ? (
            <span className="muted">{t("crossing.holder.none")}</span>
          ) : (
            <ul className="holders">
              {all.map((has) => (
                <Holder key={has.stage.stage} has={has} />
              ))}
            </ul>
          )}
        </Fact>
      )}
      {card.arrived_us && (
        <Fact name={t("crossing.arrived")}>
          <strong className="num">{when(card.arrived_us)}</strong>
          {!isOver(crossing) && (
            <span className="fact-more">
              <Clock since={card.arrived_us} label={t("clock.arrival")} />
            </span>
          )}
        </Fact>
      )}
      {!card.arrived_us && card.expected_us && (
        <Fact name={word("state", "expected")}>
          <strong className="num">{when(card.expected_us)}</strong>
          <span className="fact-more">
            <Countdown until={card.expected_us} label={word("state", "expected")} zone={own} />
          </span>
        </Fact>
      )}
      {card.expected_release_us && (
        <Fact name={t("clock.release")}>
          <strong className="num">{when(card.expected_release_us)}</strong>
          <span className="fact-more muted">
            <Countdown until={card.expected_release_us} label={t("clock.release")} zone={own} />
          </span>
        </Fact>
      )}
      {crossing.custody && <Fact name={t("crossing.custody")}>{t(`crossing.custody.${custody(crossing.custody)}`)}</Fact>}
      {!isOver(crossing) && (
        <Fact name={t("crossing.owed")} wide="wide">
          <Owed crossing={crossing} />
        </Fact>
      )}
    </dl>
  );
}

const custody = (of: string): "exit" | "offered" | "entry" => (of === "offered" || of === "entry" ? of : "exit");

function Fact({ name, wide, children }: { name: string; wide?: "wide" | "wider"; children: ReactNode }) {
  return (
    <div className={`fact ${wide ?? ""}`}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is still to be done, by whom it is owed. */
function Owed({ crossing: { card, path } }: { crossing: Crossing }) {
  const { agency: short } = useFramework();
  if (card.owed.length === 0) return <span className="muted">{t("crossing.owed.none")}</span>;
  const title = (id: string) => path.find((s) => s.stage === id)?.title ?? id;
  const agencies = [...new Set(card.owed.map((o) => o.agency))];
  return (
    <ul className="owed">
      {agencies.map((agency) => (
        <li key={agency}>
          <b>{short(agency)}</b>{" "}
          <span dir="auto">
            {card.owed
              .filter((o) => o.agency === agency)
              .map((o) => title(o.stage))
              .join(", ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** One who has it: the agency, the officer, the stage, and how much of the time for it is gone. */
function Holder({ has }: { has: Has }) {
  const { agency, agencyName } = useFramework();
  const officer = useOfficerName();
  const now = useNow();
  const share = Math.min(1, Math.max(0, (now - has.since) / Math.max(1, has.due - has.since)));
  return (
    <li className="holder">
      <span className="clip" title={agencyName(has.agency)}>
        <b>{agency(has.agency)}</b>
        {has.officer && (
          <>
            {" "}
            · <bdi>{officer(has.officer)}</bdi>
          </>
        )}
      </span>
      <span className="clip muted" dir="auto">
        {has.stage.title}
      </span>
      <span className="holder-clock">
        <Clock since={has.since} due={has.due} label={t("clock.stage")} />
        <span className="muted small num">{t("clock.target", { time: duration(has.due - has.since) })}</span>
      </span>
      <span className={`holder-bar ${urgency(now, has.since, has.due)}`} aria-hidden="true">
        <span style={{ inlineSize: `${share * 100}%` }} />
      </span>
    </li>
  );
}
