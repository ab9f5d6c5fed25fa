import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { searchQuery } from "../api/queries";
import type { Card } from "../api/types";
import { folded, matching } from "../board/matching";
import { StateChip } from "../design/Chip";
import { ErrorState } from "../design/Feedback";
import { Icon, KindIcon } from "../design/Icon";
import { isOver } from "../flight/flights";
import { t } from "../i18n";
import { isReading, isZoneLine, lineOf, needed } from "./wedge";

/** Typing pauses this long before the server is asked. Milliseconds. */
const PAUSE_MS = 200;
const MIN_LETTERS = 2;

interface Props {
  box: RefObject<HTMLInputElement | null>;
  point: string;
  cards: readonly Card[];
  lines: readonly string[];
  text: string;
  onType: (text: string) => void;
  /** A line has ended. */
  onLine: (raw: string) => void;
  onOpen: (id: string) => void;
  onNext: () => void;
}

/** Where everything begins: the reader types a document here, a hand a plate, a name or a number. */
export function Box({ box, point, cards, lines, text, onType, onLine, onOpen, onNext }: Props) {
  const found = useFound(point, cards, isReading(lines, text) ? "" : text);
  const list = useRef<HTMLUListElement>(null);
  const press = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const raw = event.currentTarget.value;
    if (event.key === "Enter") {
      event.preventDefault();
      const [first] = found.items;
      if (!isReading(lines, raw) && first) onOpen(first.id);
      else onLine(raw);
    } else if (event.key === "Tab" && !event.shiftKey && isZoneLine(lineOf(raw))) {
      event.preventDefault();
      onLine(raw);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      if (raw === "" && lines.length === 0) onNext();
      else list.current?.querySelector("button")?.focus();
    }
  };
  return (
    <section className="desk-box panel" aria-label={t("desk.box")}>
      <label className="desk-label" htmlFor="desk-box">
        {t("desk.box")}
      </label>
      <span className="desk-line">
        <Icon name="scan" size={20} />
        <input
          id="desk-box"
          ref={box}
          className="input mono desk-input"
          dir="ltr"
          value={text}
          onChange={(event) => onType(event.target.value)}
          onKeyDown={press}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!/[\r\n\t]/.test(pasted.trim())) return;
            event.preventDefault();
            onLine(text + pasted);
          }}
          aria-describedby="desk-hint"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
        />
      </span>
      {lines.length > 0 ? (
        <div role="status" className="desk-lines">
          <span className="small muted">{t("desk.lines", { count: lines.length, total: needed(lines) })}</span>
          <pre className="mono" dir="ltr">
            {lines.join("\n")}
          </pre>
        </div>
      ) : (
        <p id="desk-hint" className="hint">
          {t("desk.box.hint")}
        </p>
      )}
      {found.error && <ErrorState error={found.error} />}
      {found.asked && (
        <div className="desk-found">
          <p className="visually-hidden" role="status">
            {t("board.count", { count: found.items.length })}
          </p>
          {found.items.length === 0 ? (
            <p className="muted">{t(found.isFetching ? "loading" : "board.search.none")}</p>
          ) : (
            <ul ref={list} onKeyDown={walk}>
              {found.items.map((card, i) => (
                <li key={card.id}>
                  <button type="button" className={i === 0 ? "desk-hit first" : "desk-hit"} onClick={() => onOpen(card.id)}>
                    <KindIcon kind={card.subject_kind} />
                    <strong className="clip" dir="auto">
                      {card.label}
                    </strong>
                    <span className="muted clip grow" dir="auto">
                      {card.detail}
                    </span>
                    <StateChip state={card.state} />
                    {i === 0 && (
                      <span aria-hidden="true">
                        <kbd>↵</kbd>
                      </span>
                    )}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}

function walk(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const item = (event.target as HTMLElement).closest("li");
  const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
  event.preventDefault();
  if (next) next.querySelector("button")?.focus();
  else if (event.key === "ArrowUp") document.getElementById("desk-box")?.focus();
}

/** The Enter key opens the first: what begins like the text before what only holds it, what goes on before what is over. */
function likeliest(found: readonly Card[], text: string): Card[] {
  const rank = (c: Card) => Number(!folded(c.label ?? "").startsWith(folded(text))) * 2 + Number(isOver(c));
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** What begins like the text: on the board at once, everything else from the server. */
function useFound(point: string, cards: readonly Card[], text: string) {
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const long = text.trim().length >= MIN_LETTERS;
  const query = useQuery(searchQuery(point, long && asked === text.trim() ? asked : ""));
  const items = long ? likeliest(matching(cards, asked === text.trim() ? (query.data?.crossings ?? []) : [], text), text) : [];
  return { items, asked: long, isFetching: query.isFetching || asked !== text.trim(), error: long ? query.error : null };
}
