import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { List, ListEntry } from "../api/types";
import { Button } from "../design/Button";
import { Chip, type Tone } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, ErrorState, Loaded, More } from "../design/Feedback";
import { Checkbox } from "../design/Field";
import { toldAs } from "../hits/send";
import { t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { EntryDialog } from "./EntryDialog";
import { entriesQuery, useEntryAct } from "./queries";
import { ReasonDialog } from "./ReasonDialog";
import { RecordFacts, titleOf } from "./RecordFacts";

const TONES: Record<string, Tone> = { asked: "amber", in_force: "green", expired: "outline", ended: "neutral" };

/** What was put on a list by hand. */
export function Entries({ list }: { list: List }) {
  const [ended, setEnded] = useState(false);
  const [writing, setWriting] = useState(false);
  const query = useInfiniteQuery(entriesQuery(list.id, ended));
  const entries = query.data?.pages.flatMap((p) => p.entries) ?? [];
  return (
    <div className="stack">
      <div className="row row-wrap">
        {list.may_ask && list.max_days !== null && (
          <Button kind="primary" icon="plus" onPress={() => setWriting(true)}>
            {t("lists.entry.new")}
          </Button>
        )}
        <Checkbox isSelected={ended} onChange={setEnded}>
          {t("lists.entry.ended")}
        </Checkbox>
      </div>
      <Loaded query={query} lines={6}>
        {() =>
          entries.length > 0 ? (
            <ol className="stack">
              {entries.map((entry) => (
                <li key={entry.id}>
                  <Entry list={list} entry={entry} />
                </li>
              ))}
            </ol>
          ) : (
            <EmptyState icon="book" title={t(ended ? "lists.entry.none.ended" : "lists.entry.none")}>
              {t("lists.entry.none.detail")}
            </EmptyState>
          )
        }
      </Loaded>
      <More of={query} />
      {writing && <EntryDialog list={list} onClose={() => setWriting(false)} />}
    </div>
  );
}

function Entry({ list, entry }: { list: List; entry: ListEntry }) {
  const names = useNames();
  const [asked, setAsked] = useState<string>();
  const act = useEntryAct(
    list.id,
    ({ command }) => t("crossing.done", { command: word("entrycommand", command) }),
    () => setAsked(undefined),
  );
  const by = (who: string, at: number) => `${names.officer(who)} · ${dateAndTime(at)}`;
  const press = (command: string) => {
    act.reset();
    if (command === "approve") act.mutate({ id: entry.id, command });
    else setAsked(command);
  };
  return (
    <article className="panel panel-body stack" aria-label={titleOf(entry.record)}>
      <header className="row row-wrap">
        <h3 dir="auto">{titleOf(entry.record)}</h3>
        <Chip tone={TONES[entry.state] ?? "neutral"}>{word("entrystate", entry.state)}</Chip>
        <span className="muted">{word("listsubject", entry.subject)}</span>
      </header>
      <RecordFacts record={entry.record} />
      <DataList
        items={[
          [t("lists.entry.why"), entry.reason],
          [t("lists.entry.asked"), by(entry.asked_by, entry.asked_us)],
          [t("lists.entry.approved"), entry.approved_by && entry.approved_us && by(entry.approved_by, entry.approved_us)],
          [t("lists.entry.until"), entry.until_us && dateAndTime(entry.until_us)],
          [t("lists.entry.renewal"), entry.renewal && `${entry.renewal} (${names.officer(entry.renewal_by ?? "")})`],
          [t("lists.entry.over"), entry.ended && `${entry.ended} (${names.officer(entry.ended_by ?? "")})`],
        ]}
      />
      {entry.state === "asked" && !entry.commands.includes("approve") && <p className="muted">{t("lists.entry.second")}</p>}
      {entry.commands.length > 0 && (
        <div className="row row-wrap">
          {entry.commands.map((command) => (
            <Button
              key={command}
              kind={command === "approve" ? "primary" : "plain"}
              icon={command === "approve" ? "check" : command === "renew" ? "refresh" : "cross"}
              isDisabled={act.isPending}
              onPress={() => press(command)}
            >
              {word("entrycommand", command)}
            </Button>
          ))}
        </div>
      )}
      {act.isError && !asked && <ErrorState error={toldAs("list", act.error, names)} />}
      {asked && (
        <ReasonDialog
          title={word("entrycommand", asked)}
          quoted={titleOf(entry.record)}
          isPending={act.isPending}
          error={act.error ? toldAs("list", act.error, names) : undefined}
          onClose={() => setAsked(undefined)}
          onSend={(reason) => act.mutate({ id: entry.id, command: asked, reason })}
        />
      )}
    </article>
  );
}
