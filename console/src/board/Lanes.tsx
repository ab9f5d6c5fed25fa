import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useOfficer } from "../api/queries";
import { rightToLeft, t } from "../i18n";
import { type At, step } from "./grid";
import { Lane } from "./Lane";
import type { LaneOf } from "./lanes";

/** The lanes side by side. One card is a stop of the Tab key; the arrow keys walk from it to the others. */
export function Lanes({ lanes, oneStop }: { lanes: readonly LaneOf[]; oneStop: boolean }) {
  const officer = useOfficer();
  const host = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ stage: string; card: string }>();
  /** Where the focus was, while it is on a card. */
  const focused = useRef<At>(undefined);
  const there = at && lanes.some((l) => l.stage.id === at.stage && l.cards.some((c) => c.id === at.card));
  const first = lanes.find((l) => l.cards.length > 0);
  const stop = there ? at : first && { stage: first.stage.id, card: first.cards[0]?.id ?? "" };
  const onFocus = useCallback((stage: string, card: string) => setAt({ stage, card }), []);

  /** The cards as they are drawn, lane by lane. */
  const drawn = () =>
    [...(host.current?.querySelectorAll("[data-lane]") ?? [])].map((lane) => [...lane.querySelectorAll<HTMLElement>("[data-card]")]);
  const find = (cards: HTMLElement[][], element: Element): At | undefined => {
    const lane = cards.findIndex((c) => c.includes(element as HTMLElement));
    return lane < 0 ? undefined : { lane, row: cards[lane]?.indexOf(element as HTMLElement) ?? 0 };
  };
  const go = (cards: HTMLElement[][], to: At) => cards[to.lane]?.[to.row]?.focus();
  const press = (event: KeyboardEvent) => {
    const cards = drawn();
    const from = find(cards, event.target as Element);
    const to =
      from &&
      step(
        cards.map((c) => c.length),
        from,
        event.key,
        rightToLeft(),
      );
    if (!to) return;
    event.preventDefault();
    go(cards, to);
  };

  // The card that had the focus may have gone to another lane: whoever works by keyboard stays where it was.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the cards change
  useEffect(() => {
    const was = focused.current;
    if (!was || document.activeElement !== document.body) return;
    const cards = drawn();
    const row = Math.min(was.row, (cards[was.lane]?.length ?? 0) - 1);
    if (row >= 0) go(cards, { lane: was.lane, row });
  }, [lanes]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the cards inside, which are links
    <div
      ref={host}
      className="lanes"
      onKeyDown={press}
      onFocus={(event) => {
        focused.current = find(drawn(), event.target);
      }}
      onBlur={(event) => {
        if (event.relatedTarget) focused.current = undefined;
      }}
    >
      {lanes.map((lane) => (
        <Lane
          key={lane.stage.id}
          lane={lane}
          oneStop={oneStop}
          own={lane.stage.agency === officer.agency}
          stop={stop?.stage === lane.stage.id ? stop.card : undefined}
          onFocus={onFocus}
        />
      ))}
      <span className="visually-hidden">{t("board.lanes")}</span>
    </div>
  );
}
