import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover, Text } from "react-aria-components";
import { searchQuery } from "../api/queries";
import type { Card } from "../api/types";
import { StateChip } from "../design/Chip";
import { Icon, KindIcon } from "../design/Icon";
import { t, word } from "../i18n";
import { matching } from "./matching";

/** Typing pauses this long before the server is asked. Milliseconds. */
const PAUSE_MS = 250;

/** Finds a crossing of the point: what is on the board at once, everything else from the server. */
export function Find({ point, cards }: { point: string; cards: readonly Card[] }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery(searchQuery(point, asked));
  const items = useMemo(() => matching(cards, found.data?.crossings ?? [], asked), [cards, found.data, asked]);
  const looking = asked !== text.trim() || found.isLoading;
  return (
    <ComboBox
      className="find"
      items={items}
      inputValue={text}
      onInputChange={setText}
      onSelectionChange={(id) => id && navigate({ to: "/crossings/$id", params: { id: String(id) } })}
      selectedKey={null}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="input"
      defaultFilter={() => true}
    >
      <Label className="visually-hidden">{t("board.search")}</Label>
      <span className="find-box">
        <Icon name="search" />
        <Input className="input" placeholder={t("board.search.hint")} />
      </span>
      <Popover className="popover find-popover" offset={4}>
        <ListBox<Card>
          className="listbox"
          renderEmptyState={() => <p className="muted find-none">{looking ? t("loading") : t("board.search.none")}</p>}
        >
          {(card) => (
            <ListBoxItem id={card.id} textValue={card.label ?? card.id} className="option find-option">
              <KindIcon kind={card.subject_kind} />
              <span className="grow">
                <Text slot="label">{card.label}</Text>
                <Text slot="description" className="hint clip">
                  {[card.detail, word("direction", card.direction)].filter(Boolean).join(" · ")}
                </Text>
              </span>
              <StateChip state={card.state} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
