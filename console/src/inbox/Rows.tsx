import { Link } from "@tanstack/react-router";
import { useOfficer } from "../api/queries";
import type { Assignment, Party } from "../api/types";
import { Chip } from "../design/Chip";
import { t, word } from "../i18n";
import { Due } from "./Due";
import { type InboxSearch, isOf, isUnseen, LOOKS, type Side } from "./inbox";
import { partyText, useNames } from "./told";

/** As much of what is owed stands in the list. Characters. */
const BRIEF = 160;

export const brief = (text: string): string => (text.length > BRIEF ? `${text.slice(0, BRIEF).trimEnd()}…` : text);

export function State({ assignment }: { assignment: Assignment }) {
  const look = LOOKS[assignment.state];
  return (
    <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
      {word("assignmentstate", assignment.state)}
    </Chip>
  );
}

interface Props {
  items: readonly Assignment[];
  side: Side;
  search: InboxSearch;
  label: string;
}

/** What is owed, a line each: pressing it anywhere opens it. */
export function Rows({ items, side, search, label }: Props) {
  return (
    <ol className="panel inbox-rows" aria-label={label}>
      {items.map((a) => (
        <Row key={a.id} assignment={a} side={side} search={search} />
      ))}
    </ol>
  );
}

function Row({ assignment: a, side, search }: { assignment: Assignment; side: Side; search: InboxSearch }) {
  const officer = useOfficer();
  const names = useNames();
  const unseen = isUnseen(a, side, officer);
  // What the ladder has told of is owed by somebody else: then both are named.
  const asker = side === "owes";
  const debtor = side === "owed" || !isOf(a.to, officer);
  return (
    <li className={unseen ? "inbox-row unseen" : "inbox-row"} aria-current={search.id === a.id ? "true" : undefined}>
      <div className="inbox-what">
        <Link to="/inbox" search={{ ...search, id: a.id }} className="inbox-open" data-assignment={a.id} dir="auto">
          {brief(a.owed)}
        </Link>
        <p className="inbox-who small">
          <span className="muted" dir="auto">
            {a.title}
          </span>
          {asker && <Who label={t("inbox.from")} party={a.from} />}
          {debtor && <Who label={t("inbox.to")} party={a.to} />}
          {a.accepted && <span>{t("inbox.accepted", { name: names.officer(a.accepted.officer) })}</span>}
        </p>
      </div>
      <div className="inbox-how">
        <Due assignment={a} />
        <span className="row row-wrap">
          {unseen && a.state !== "new" && (
            <Chip tone="amber" icon="eye">
              {t("inbox.mark.unseen")}
            </Chip>
          )}
          {a.told.length > 0 && (
            <Chip tone="red" icon="alert">
              {t("inbox.mark.told", { count: a.told.length })}
            </Chip>
          )}
          <State assignment={a} />
        </span>
      </div>
    </li>
  );
}

function Who({ label, party }: { label: string; party: Party }) {
  const names = useNames();
  const officer = useOfficer();
  return (
    <span>
      <span className="muted">{label}</span> <bdi>{partyText(party, names, officer.point)}</bdi>
    </span>
  );
}
