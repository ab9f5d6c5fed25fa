import { Link } from "@tanstack/react-router";
import { useNow } from "../api/clock";
import type { Hit } from "../api/types";
import { Chip } from "../design/Chip";
import { urgency } from "../design/Clock";
import { t, word } from "../i18n";
import { duration } from "../i18n/time";
import { useNames } from "../inbox/told";
import { State } from "./HitDetail";
import { type HitsSearch, isLate, whoOf } from "./hits";

/** How much time the owner has left, or how long it is past. */
export function HitDue({ hit }: { hit: Hit }) {
  const now = useNow();
  const due = hit.due_us;
  if (hit.state === "closed" || hit.state === "replied" || due === null || due === undefined) return null;
  const how = urgency(now, hit.found_us, due);
  const late = isLate(hit, now);
  const gone = Math.min(1, Math.max(0, (now - hit.found_us) / Math.max(1, due - hit.found_us)));
  return (
    <span className="due">
      <span className={`clock num ${how}`}>
        <span className="visually-hidden">{t("hits.clock")}: </span>
        {late ? t("inbox.late", { time: duration(now - due) }) : t("inbox.left", { time: duration(due - now) })}
      </span>
      <span className={`due-bar ${how}`} aria-hidden="true">
        <span style={{ inlineSize: `${gone * 100}%` }} />
      </span>
    </span>
  );
}

/** What the list asks for, and whether it is silent. */
export function Marks({ hit }: { hit: Hit }) {
  return (
    <>
      <Chip tone={hit.action === "inform" ? "neutral" : "red"}>{word("listaction", hit.action)}</Chip>
      <Chip tone={hit.silent ? "violet" : "outline"} icon={hit.silent ? "lock" : undefined}>
        {word("listvisibility", hit.silent ? "silent" : "overt")}
      </Chip>
    </>
  );
}

/** Hits, a line each: pressing it anywhere opens it. */
export function Rows({ hits, search, label }: { hits: readonly Hit[]; search: HitsSearch; label: string }) {
  return (
    <ol className="panel inbox-rows" aria-label={label}>
      {hits.map((hit) => (
        <Row key={hit.id} hit={hit} search={search} />
      ))}
    </ol>
  );
}

function Row({ hit, search }: { hit: Hit; search: HitsSearch }) {
  const names = useNames();
  return (
    <li className={hit.state === "candidate" ? "inbox-row unseen" : "inbox-row"} aria-current={search.id === hit.id ? "true" : undefined}>
      <div className="inbox-what">
        <Link to="/hits" search={{ ...search, id: hit.id }} className="inbox-open" data-hit={hit.id} dir="auto">
          {whoOf(hit)}
        </Link>
        <p className="inbox-who small">
          <span dir="auto">{hit.list_name}</span>
          <span className="muted">{names.point(hit.point)}</span>
          <span className="muted">{word("hitrole", hit.asked.role)}</span>
        </p>
      </div>
      <div className="inbox-how">
        <HitDue hit={hit} />
        <span className="row row-wrap">
          <Marks hit={hit} />
          <State hit={hit} />
        </span>
      </div>
    </li>
  );
}
