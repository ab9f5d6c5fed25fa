import type { Shift } from "../api/types";
import { Button } from "../design/Button";
import { Chip, type Tone } from "../design/Chip";
import { Clock } from "../design/Clock";
import { EmptyState } from "../design/Feedback";
import type { IconName } from "../design/Icon";
import { Panel } from "../design/Panel";
import { number, t, word } from "../i18n";
import { clockTime, dayAndTime, duration, MICROS } from "../i18n/time";
import type { Names } from "../inbox/told";
import { broken, type Signed, type Step, signed } from "./posts";

interface Props {
  shift: Shift;
  names: Names;
  zone: string | undefined;
  onStep?: (step: Step, of: { shift: string; outage?: string }) => void;
}

/** What does not work, and what did not. */
export function Outages({ shift, names, zone, onStep }: Props) {
  const now = broken(shift);
  const mended = shift.outages.filter((o) => o.restored_us);
  const restores = shift.commands.includes("restore");
  return (
    <Panel
      title={t("post.outages")}
      aside={
        onStep &&
        shift.commands.includes("outage") && (
          <Button small icon="alert" onPress={() => onStep("outage", { shift: shift.id })}>
            {word("postcommand", "outage")}
          </Button>
        )
      }
    >
      {shift.outages.length === 0 ? (
        <p className="muted">{t("post.outages.none")}</p>
      ) : (
        <ul className="post-list">
          {now.map((o) => (
            <li key={o.id}>
              <span className="row row-wrap">
                <Chip tone="red" icon="alert">
                  {word("broken", o.what)}
                </Chip>
                {o.fallback && <Chip tone="amber">{t("post.fallback")}</Chip>}
                {o.agency && <span className="muted small">{names.agency(o.agency)}</span>}
                <Clock since={o.since_us} label={t("post.outage.since")} />
              </span>
              <span dir="auto">{o.text}</span>
              {onStep && restores && (
                <Button small onPress={() => onStep("restore", { shift: shift.id, outage: o.id })}>
                  {word("postcommand", "restore")}
                </Button>
              )}
            </li>
          ))}
          {mended.map((o) => (
            <li key={o.id}>
              <span className="row row-wrap">
                <Chip tone="green" icon="check">
                  {word("broken", o.what)}
                </Chip>
                <span className="muted small num">
                  {t("post.outage.lasted", {
                    time: duration((o.restored_us ?? o.since_us) - o.since_us),
                    at: clockTime(o.restored_us ?? 0, zone),
                  })}
                </span>
              </span>
              <span dir="auto">{o.text}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const SIGNED: Record<Signed, { tone: Tone; icon: IconName }> = {
  nothing: { tone: "outline", icon: "clock" },
  handed: { tone: "amber", icon: "right" },
  taken: { tone: "green", icon: "check" },
};

/** Who has signed what they leave, and who has signed for it. What another state leaves is not shown, and not said to be missing. */
export function HandOvers({ shift, names, zone, own, onStep }: Props & { own: { agency: string; state: string } }) {
  const shown = shift.agencies.filter((a) => a.state === own.state && (a.hand_over || a.people.length > 0));
  const mine = (step: Step) => onStep && shift.commands.includes(step);
  return (
    <Panel
      title={t("post.hand_overs")}
      aside={
        <span className="row row-wrap">
          {mine("take_over") && (
            <Button small kind="primary" icon="check" onPress={() => onStep?.("take_over", { shift: shift.id })}>
              {word("postcommand", "take_over")}
            </Button>
          )}
          {mine("hand_over") && (
            <Button small icon="right" onPress={() => onStep?.("hand_over", { shift: shift.id })}>
              {word("postcommand", "hand_over")}
            </Button>
          )}
        </span>
      }
    >
      {shown.length === 0 ? (
        <p className="muted">{t("post.hand_overs.none")}</p>
      ) : (
        <ul className="post-list">
          {shown.map((a) => {
            const how = signed(a);
            const hand = a.hand_over;
            return (
              <li key={a.agency}>
                <span className="row row-wrap">
                  <strong dir="auto">{names.agency(a.agency)}</strong>
                  <Chip tone={SIGNED[how].tone} icon={SIGNED[how].icon}>
                    {word("signed", how)}
                  </Chip>
                </span>
                {hand && (
                  <>
                    <span className="muted small">
                      {t("post.by", { name: hand.officer, time: dayAndTime(hand.at_us, zone) })}
                      {hand.taken_by && ` · ${t("post.taken", { name: hand.taken_by, time: dayAndTime(hand.taken_us ?? 0, zone) })}`}
                    </span>
                    <span dir="auto">{hand.text}</span>
                    {hand.items.length > 0 && (
                      <ul className="post-items">
                        {hand.items.map((i) => (
                          <li key={`${i.kind}${i.id}`}>
                            <span className="muted small">{word("left", i.kind)}</span> <span dir="auto">{i.text}</span>
                          </li>
                        ))}
                      </ul>
                    )}
                    {hand.taken_text && <span dir="auto">{hand.taken_text}</span>}
                  </>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}

export const FIGURES = ["opened", "released", "refused", "waiting", "held", "owed", "late", "hits"] as const;

/** What a shift came to, in numbers. */
export function Figures({ figures }: { figures: Record<(typeof FIGURES)[number], number> & { longest_s: number } }) {
  return (
    <dl className="post-figures">
      {FIGURES.map((id) => (
        <div key={id}>
          <dt>{word("postfigure", id)}</dt>
          <dd className="num">{number(figures[id])}</dd>
        </div>
      ))}
      <div>
        <dt>{word("postfigure", "longest_s")}</dt>
        <dd className="num">{duration(figures.longest_s * MICROS)}</dd>
      </div>
    </dl>
  );
}

/** The situation report of a shift. */
export function Report({ shift, zone, onStep }: Omit<Props, "names">) {
  const { report } = shift;
  return (
    <Panel
      title={t("post.report")}
      aside={
        onStep &&
        shift.commands.includes("report") && (
          <Button small icon="chart" onPress={() => onStep("report", { shift: shift.id })}>
            {t(report ? "post.report.again" : "post.report.make")}
          </Button>
        )
      }
    >
      {report ? (
        <div className="stack">
          <span className="muted small">
            {t("post.by", { name: report.officer, time: dayAndTime(report.at_us, zone) })}
            {report.edition > 1 && ` · ${t("post.report.edition", { count: report.edition })}`}
          </span>
          <p className="post-words" dir="auto">
            {report.text}
          </p>
          <Figures figures={report.figures} />
        </div>
      ) : (
        <EmptyState icon="chart" title={t("post.report.none")} />
      )}
    </Panel>
  );
}
