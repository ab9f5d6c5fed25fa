import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useNow } from "../api/clock";
import { useOfficerName } from "../api/officers";
import { pathsQuery, useFramework } from "../api/queries";
import { stageOf } from "../api/stages";
import type { Card } from "../api/types";
import { StateChip } from "../design/Chip";
import { Clock, Countdown, urgency } from "../design/Clock";
import { Icon, KindIcon } from "../design/Icon";
import { Meter } from "../design/Meter";
import { t, word } from "../i18n";
import "./card.css";

interface Props {
  card: Card;
  /** The lane it is shown in. */
  stage?: string;
  /** Of a board whose cards are walked with the arrow keys: whether the Tab key stops here. */
  tabStop?: boolean;
  onFocus?: (id: string) => void;
}

/** A crossing in short: who, where it stands, who has it and for how long. A press opens its file. */
export const CrossingCard = memo(function CrossingCard({ card, stage, tabStop = true, onFocus }: Props) {
  const { agencyName } = useFramework();
  if (card.disclosure === "exists") {
    return (
      <p className="card card-exists">
        <Icon name="lock" />
        {t("board.exists", { agency: agencyName(card.agency) })}
      </p>
    );
  }
  return (
    <Link
      to="/crossings/$id"
      params={{ id: card.id }}
      className="card"
      data-card={card.id}
      tabIndex={tabStop ? 0 : -1}
      onFocus={onFocus && (() => onFocus(card.id))}
    >
      {(!stage || card.holder?.stage === stage) && <Late card={card} />}
      <span className="card-line">
        <KindIcon kind={card.subject_kind} />
        <span className="visually-hidden">{word("subject", card.subject_kind)} </span>
        <strong className="clip card-label" dir="auto">
          {card.label}
        </strong>
        <When card={card} stage={stage} />
      </span>
      {card.detail && (
        <span className="clip card-detail" dir="auto">
          {card.detail}
        </span>
      )}
      <span className="card-line card-foot">
        <StateChip state={card.state} />
        <Holder card={card} stage={stage} />
        <Marks card={card} />
      </span>
      {card.parts && card.parts.total > 0 && <Parts parts={card.parts} />}
    </Link>
  );
});

/** The edge of a card that is past its target, so that it is found from across the room. */
function Late({ card }: { card: Card }) {
  const now = useNow();
  const how = card.holder_since_us ? urgency(now, card.holder_since_us, card.due_us) : "none";
  return how === "over" ? <span className="card-late" aria-hidden="true" /> : null;
}

/** How long it has been where it is; of what has not arrived, until when it is expected. */
function When({ card, stage }: { card: Card; stage: string | undefined }) {
  const { zone } = useFramework();
  if (card.hold && (!stage || card.hold.stage === stage))
    return <Countdown until={card.hold.until_us} label={t("clock.hold")} zone={zone(card.point)} />;
  if (card.holder && card.holder_since_us && (!stage || card.holder.stage === stage))
    return <Clock since={card.holder_since_us} due={card.due_us} label={t("clock.stage")} />;
  if (!card.arrived_us || card.lanes.length === 0) return null;
  return (
    <span className="card-since">
      <Clock since={card.arrived_us} label={t("clock.arrival")} />
    </span>
  );
}

/** Who has it: the officer at it, or the agency it waits for; from another lane, where it is now. */
function Holder({ card, stage }: { card: Card; stage: string | undefined }) {
  const { agency } = useFramework();
  const officer = useOfficerName();
  const paths = useQuery(pathsQuery(card.point));
  const { holder } = card;
  if (!holder) return null;
  const title = stageOf(paths.data, card, holder.stage)?.title ?? holder.stage;
  if (stage && stage !== holder.stage) {
    return (
      <span className="clip card-holder" dir="auto">
        {t("card.at", { stage: title })}
      </span>
    );
  }
  return (
    <span className="clip card-holder" title={stage ? undefined : title}>
      <span className="visually-hidden">{holder.officer ? t("card.holder") : t("card.waits")} </span>
      <b>{agency(holder.agency)}</b> {holder.officer && <bdi>{officer(holder.officer)}</bdi>}
    </span>
  );
}

/** What others wrote, and what contradicts itself. */
function Marks({ card }: { card: Card }) {
  return (
    <>
      {Boolean(card.remarks) && (
        <span className="card-mark" title={t("card.remarks", { count: card.remarks ?? 0 })}>
          <Icon name="info" size={14} />
          <span className="visually-hidden">{t("card.remarks", { count: card.remarks ?? 0 })}</span>
        </span>
      )}
      {Boolean(card.conflicts) && (
        <span className="card-mark red" title={t("card.conflicts", { count: card.conflicts ?? 0 })}>
          <Icon name="alert" size={14} />
          <span className="visually-hidden">{t("card.conflicts", { count: card.conflicts ?? 0 })}</span>
        </span>
      )}
    </>
  );
}

export function Parts({ parts }: { parts: NonNullable<Card["parts"]> }) {
  const { settled, present, refused, expected, total } = parts;
  return (
    <span className="card-line card-parts">
      <Meter
        thin
        label={t("card.parts.label", { settled, total })}
        shares={[
          { id: "settled", name: word("part", "settled"), count: settled, tone: "green" },
          { id: "present", name: word("part", "present"), count: present, tone: "info" },
          { id: "refused", name: word("part", "refused"), count: refused, tone: "red" },
          { id: "expected", name: word("part", "expected"), count: expected, tone: "outline" },
        ]}
      />
      <span className="num small muted" aria-hidden="true">
        {t("card.parts", { settled, total })}
      </span>
    </span>
  );
}
