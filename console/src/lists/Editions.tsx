import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Edition, List } from "../api/types";
import { Button } from "../design/Button";
import { Chip, type Tone } from "../design/Chip";
import { DataList } from "../design/DataList";
import { EmptyState, ErrorState, Loaded } from "../design/Feedback";
import { toldAs } from "../hits/send";
import { number, t, word } from "../i18n";
import { dateAndTime } from "../i18n/time";
import { useNames } from "../inbox/told";
import { Difference } from "./Difference";
import { EditionDialog } from "./EditionDialog";
import { editionsQuery, useApprove, useWithdraw } from "./queries";
import { ReasonDialog } from "./ReasonDialog";

const TONES: Record<string, Tone> = { proposed: "amber", in_force: "green", superseded: "neutral", ended: "outline", withdrawn: "neutral" };

/** Whole lists as their publisher issued them. */
export function Editions({ list }: { list: List }) {
  const query = useQuery(editionsQuery(list.id));
  const [bringing, setBringing] = useState(false);
  return (
    <div className="stack">
      {list.may_ask && list.max_days !== null && (
        <div className="row">
          <Button kind="primary" icon="plus" onPress={() => setBringing(true)}>
            {t("lists.edition.new")}
          </Button>
        </div>
      )}
      <Loaded query={query} lines={6}>
        {({ editions }) =>
          editions.length > 0 ? (
            <ol className="stack">
              {editions.map((edition) => (
                <li key={`${edition.digest} ${edition.brought_us}`}>
                  <One list={list} edition={edition} />
                </li>
              ))}
            </ol>
          ) : (
            <EmptyState icon="book" title={t("lists.edition.none")}>
              {t("lists.edition.none.detail")}
            </EmptyState>
          )
        }
      </Loaded>
      {bringing && <EditionDialog list={list} onClose={() => setBringing(false)} />}
    </div>
  );
}

function One({ list, edition }: { list: List; edition: Edition }) {
  const names = useNames();
  const [withdrawing, setWithdrawing] = useState(false);
  const [compared, setCompared] = useState(false);
  const approve = useApprove(list.id, t("lists.edition.approved"));
  const withdraw = useWithdraw(list.id, t("lists.edition.withdrawn"), () => setWithdrawing(false));
  const by = (who: string, at: number) => `${names.officer(who)} · ${dateAndTime(at)}`;
  return (
    <article className="panel panel-body stack" aria-label={edition.note}>
      <header className="row row-wrap">
        <h3 dir="auto">{edition.note}</h3>
        <Chip tone={TONES[edition.state] ?? "neutral"}>{word("editionstate", edition.state)}</Chip>
      </header>
      <p className="row row-wrap">
        <span>{t("lists.records", { count: edition.records })}</span>
        <Chip icon="plus">{t("lists.added", { count: edition.added })}</Chip>
        <Chip icon="cross">{t("lists.removed", { count: edition.removed })}</Chip>
        <Chip icon="refresh">{t("lists.changed", { count: edition.changed })}</Chip>
      </p>
      <DataList
        items={[
          [t("lists.edition.brought"), by(edition.brought_by, edition.brought_us)],
          [t("lists.entry.approved"), edition.approved_by && edition.approved_us && by(edition.approved_by, edition.approved_us)],
          [t("lists.entry.until"), edition.until_us && dateAndTime(edition.until_us)],
          [t("lists.entry.over"), edition.reason && `${edition.reason} (${names.officer(edition.withdrawn_by ?? "")})`],
          [t("lists.edition.format"), edition.format],
          [t("lists.edition.digest"), <code key="digest">{edition.digest}</code>],
        ]}
      />
      {edition.state === "proposed" && !edition.commands.includes("approve") && <p className="muted">{t("lists.entry.second")}</p>}
      <div className="row row-wrap">
        {edition.commands.includes("approve") && (
          <Button kind="primary" icon="check" isPending={approve.isPending} onPress={() => approve.mutate(edition.digest)}>
            {word("entrycommand", "approve")}
          </Button>
        )}
        <Button icon="search" onPress={() => setCompared(!compared)} aria-expanded={compared}>
          {t(compared ? "lists.edition.hide" : "lists.edition.compare", { count: edition.added + edition.removed + edition.changed })}
        </Button>
        {edition.commands.includes("withdraw") && (
          <Button icon="cross" onPress={() => setWithdrawing(true)}>
            {t("lists.edition.withdraw")}
          </Button>
        )}
      </div>
      {approve.isError && <ErrorState error={toldAs("list", approve.error, names)} />}
      {compared && <Difference list={list.id} digest={edition.digest} />}
      {withdrawing && (
        <ReasonDialog
          title={t("lists.edition.withdraw")}
          quoted={`${edition.note} · ${number(edition.records)}`}
          isPending={withdraw.isPending}
          error={withdraw.error ? toldAs("list", withdraw.error, names) : undefined}
          onClose={() => setWithdrawing(false)}
          onSend={(reason) => withdraw.mutate({ digest: edition.digest, reason })}
        />
      )}
    </article>
  );
}
