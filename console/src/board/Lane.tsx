import { memo, useState } from "react";
import { useFramework } from "../api/queries";
import { Button } from "../design/Button";
import { Chip } from "../design/Chip";
import { Clock } from "../design/Clock";
import { Icon } from "../design/Icon";
import { number, t } from "../i18n";
import { CrossingCard } from "./CrossingCard";
import type { LaneOf } from "./lanes";

/** Cards drawn in a lane before somebody asks for more, and how many more each time. */
export const FIRST_CARDS = 15;
export const MORE_CARDS = 100;

interface Props {
  lane: LaneOf;
  /** Whether the crossing point is shared by two states, so that the owner's state matters. */
  oneStop: boolean;
  own: boolean;
  /** The card of this lane at which the Tab key stops. */
  stop: string | undefined;
  onFocus: (stage: string, card: string) => void;
}

/** A stage with everything that waits at it or is in it. A stage without anything keeps its place as a slim strip. */
export const Lane = memo(function Lane({ lane, oneStop, own, stop, onFocus }: Props) {
  const { agency } = useFramework();
  const [shown, setShown] = useState(FIRST_CARDS);
  const { stage, cards, count } = lane;
  const owner = oneStop ? t("board.owner", { agency: agency(stage.agency), state: stage.state }) : agency(stage.agency);
  const focus = (card: string) => onFocus(stage.id, card);
  return (
    <section className={`lane${count === 0 ? " lane-empty" : ""}${own ? " own" : ""}`} aria-label={stage.title} data-lane={stage.id}>
      <header className="lane-head">
        <h2 className="lane-title" dir="auto" title={stage.title}>
          {stage.title}
        </h2>
        <span className="lane-count num">
          {number(count)}
          {count === 0 && <span className="visually-hidden"> {t("board.lane.empty")}</span>}
        </span>
        <span className="lane-owner clip">{owner}</span>
        {lane.oldest_us !== undefined && count > 0 && (
          <span className="lane-wait">
            <Icon name="clock" size={12} />
            <Clock since={lane.oldest_us} label={t("clock.wait")} />
          </span>
        )}
        {lane.past > 0 && (
          <span className="lane-past">
            <Chip tone="red" icon="alert">
              {t("overview.late", { count: lane.past })}
            </Chip>
          </span>
        )}
      </header>
      {count > 0 && (
        <ul className="lane-cards">
          {cards.slice(0, shown).map((card) => (
            <li key={card.id}>
              <CrossingCard card={card} stage={stage.id} tabStop={card.id === stop} onFocus={focus} />
            </li>
          ))}
          {cards.length > shown && (
            <li>
              <Button small kind="quiet" onPress={() => setShown(shown + MORE_CARDS)}>
                {t("board.lane.more", { count: cards.length - shown })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
});
