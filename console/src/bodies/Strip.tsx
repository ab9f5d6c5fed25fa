import type { BodyCard } from "../api/types";
import { t, word } from "../i18n";
import { isoDay } from "../i18n/time";

/** A year of a body: a bar for each span in which it should have met. Read out as two numbers; each span says its days and what became of it. */
export function Strip({
  body,
  zone,
  tall,
}: {
  body: Pick<BodyCard, "year" | "planned" | "held">;
  zone: string | undefined;
  tall?: boolean;
}) {
  if (body.year.length === 0) return <span className="muted small">{t("bodies.year.none")}</span>;
  const said = t("bodies.year.said", { held: body.held, planned: body.planned });
  return (
    <span className="strip-box">
      <span className={tall ? "strip tall" : "strip"} role="img" aria-label={said}>
        {body.year.map((slot) => (
          <span
            key={slot.from_us}
            className={`strip-slot ${slot.state}`}
            title={`${isoDay(slot.from_us, zone)} · ${word("slot", slot.state)}`}
          />
        ))}
      </span>
      <span className="num small" aria-hidden="true">
        {t("bodies.quorum.needed", { needed: body.held, of: body.planned })}
      </span>
    </span>
  );
}

/** What the colours of a year mean. */
export function StripKey() {
  return (
    <p className="strip-key small muted">
      {["held", "missed", "unknown", "open", "coming"].map((state) => (
        <span key={state}>
          <span className={`strip-slot ${state}`} aria-hidden="true" /> {word("slot", state)}
        </span>
      ))}
    </p>
  );
}
