import { useQuery } from "@tanstack/react-query";
import { timelineQuery, useFramework } from "../api/queries";
import type { Crossing, TimelineEntry } from "../api/types";
import { EmptyState, Loaded, Notice } from "../design/Feedback";
import { Panel } from "../design/Panel";
import { t } from "../i18n";
import { clockTime, day, exactTime, MICROS } from "../i18n/time";
import { factText, gathered, grounds, withGrounds } from "./facts";
import { Said } from "./Said";
import { type Names, useNames } from "./told";

/** An entry that reached the server this much later was written where there was no line. Microseconds. */
const LATE_US = 60 * MICROS;

/** What all agencies did, in one line of time, the newest last. */
export function Timeline({ crossing }: { crossing: Crossing }) {
  const { zone } = useFramework();
  const query = useQuery(timelineQuery(crossing.card.id));
  const names = useNames(crossing);
  const own = zone(crossing.card.point);
  return (
    <Panel title={t("crossing.timeline")} flush>
      <Loaded query={query} lines={6}>
        {({ entries, next }) => {
          if (entries.length === 0) return <EmptyState icon="clock" title={t("crossing.timeline.none")} />;
          return (
            <>
              {next && <Notice tone="amber">{t("crossing.timeline.first", { count: entries.length })}</Notice>}
              <ol className="timeline">
                {gathered(entries).map((entry, i, all) => {
                  const before = all[i - 1];
                  const today = day(entry.happened_us, own);
                  const isNew = !before || day(before.happened_us, own) !== today;
                  return <Entry key={entry.id} entry={entry} names={names} zone={own} today={isNew ? today : undefined} />;
                })}
              </ol>
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

interface EntryProps {
  entry: TimelineEntry;
  names: Names;
  zone: string | undefined;
  /** The day, before its first entry. */
  today: string | undefined;
}

function Entry({ entry, names, zone, today }: EntryProps) {
  const { agencyName, framework } = useFramework();
  const words = entry.words && { ...entry.words, text: withGrounds(entry.words.text, grounds(framework)) };
  return (
    <li className="entry">
      {today && <p className="entry-day">{today}</p>}
      <time className="num" dateTime={new Date(entry.happened_us / 1000).toISOString()} title={exactTime(entry.happened_us, zone)}>
        {clockTime(entry.happened_us, zone)}
      </time>
      <span className="badge clip" dir="auto" title={agencyName(entry.agency)}>
        {names.agency(entry.agency)}
      </span>
      <div className="grow">
        <p>
          <b dir="auto">{names.officer(entry.officer)}</b> <span dir="auto">{factText(entry, names)}</span>
          {entry.recorded_us - entry.happened_us > LATE_US && (
            <span className="muted small"> · {t("crossing.recorded", { time: clockTime(entry.recorded_us, zone) })}</span>
          )}
        </p>
        <Said words={words} />
      </div>
    </li>
  );
}
