import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useFramework } from "../api/queries";
import type { Crossing } from "../api/types";
import { Chip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { homeZone } from "../framework/versions";
import { t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { LOOKS } from "./notices";
import { onCrossingQuery } from "./queries";
import "./notices.css";

/** Notices that speak of a crossing, where its officers look: what applies, or will, and what has to be done. Nothing where there are none. */
export function NoticesOnCrossing({ crossing }: { crossing: Crossing }) {
  const { data } = useQuery(onCrossingQuery(crossing.card.id));
  const { agency, framework, zone: zoneOf } = useFramework();
  const zone = zoneOf(crossing.card.point) ?? homeZone(framework);
  return data?.notices.map((n) => (
    <section key={n.id} className="note amber" aria-label={n.title}>
      <div className="row row-wrap">
        <Chip tone={LOOKS[n.state]?.tone ?? "neutral"} icon={LOOKS[n.state]?.icon}>
          {word("noticestate", n.state)}
        </Chip>
        <Link to="/notices/$id" params={{ id: n.id }} className="notices-link" dir="auto">
          {n.title}
        </Link>
        <span className="muted">{agency(n.agency)}</span>
        {n.state === "coming" && (
          <span>
            {t("notices.from", { time: dateAndTime(n.effective_us, zone) })}{" "}
            <Countdown until={n.effective_us} label={t("notices.effective")} zone={zone} />
          </span>
        )}
      </div>
      <p className="notices-words" dir="auto">
        {n.required}
      </p>
      {!n.sure && <p className="small">{t("notices.unsure")}</p>}
    </section>
  ));
}
