import { useState } from "react";
import { placeText, problemOf, problemText } from "../api/problem";
import type { CommandOffer, CommandRequest, Crossing } from "../api/types";
import { Button } from "../design/Button";
import { StateChip } from "../design/Chip";
import { ErrorState } from "../design/Feedback";
import { Limited } from "../design/Limited";
import { t, word } from "../i18n";
import { asksOf } from "./asks";
import { CommandForm } from "./CommandForm";
import { useLetters } from "./keys";
import { type Group, keyed, lookOf, sameOffer, sorted, wordOf } from "./offers";
import { useSend } from "./send";
import { type Names, told, useNames } from "./told";
import "./commands.css";

/** Commands that are refused now and shown before somebody asks for more. */
const FIRST_LATER = 4;

interface Props {
  crossing: Crossing;
  /** Only what can be done at this stage. */
  stage?: string | undefined;
  /** Whether letters do what the buttons do. */
  keys?: boolean;
  /** Called with the crossing as it is after a command. */
  onDone?: ((crossing: Crossing) => void) | undefined;
}

/** What the officer can do with a crossing now, the next step first; and what will be possible later, with the reason. */
export function Commands({ crossing, stage, keys = false, onDone }: Props) {
  const names = useNames(crossing);
  const { send, isPending, error, again, reset } = useSend(crossing, onDone);
  const [asked, setAsked] = useState<CommandOffer>();
  const all = sorted(crossing, stage);
  const letters = keyed(all);

  const request = (offer: CommandOffer): CommandRequest => ({
    command: offer.command,
    ...(offer.stage ? { stage: offer.stage } : {}),
    ...(offer.needs.includes("take_over") ? { take_over: true } : {}),
  });
  const close = () => {
    setAsked(undefined);
    reset();
  };
  const choose = (offer: CommandOffer) => {
    if (isPending) return;
    reset();
    if (asksOf(offer).length > 0) setAsked(offer);
    // The server alone knows whether goods were examined before: then the reason is asked for.
    else
      send(request(offer), undefined, (code) => code === "second_examination" && setAsked({ ...offer, needs: [...offer.needs, "reason"] }));
  };
  useLetters(keys && !asked, (letter) => {
    const offer = letters.get(letter);
    if (offer) choose(offer);
  });

  const group = ({ stage: of, offers }: Group) => (
    <div key={of?.stage ?? ""} className="command-group">
      {!stage && (
        <h3 className="command-stage">
          <span dir="auto">{of?.title ?? t("crossing.commands.file")}</span>
          <StateChip state={of?.state} />
        </h3>
      )}
      <div className="row row-wrap">
        {offers.map((offer) => {
          const { icon, key } = lookOf(offer);
          const isPrimary = all.primary !== undefined && sameOffer(offer, all.primary);
          return (
            <Button
              key={wordOf(offer)}
              kind={isPrimary ? "primary" : "plain"}
              {...(icon ? { icon } : {})}
              small={!of}
              shortcut={keys && key && letters.get(key) === offer ? key : undefined}
              isDisabled={isPending}
              onPress={() => choose(offer)}
            >
              {word("command", wordOf(offer))}
            </Button>
          );
        })}
      </div>
    </div>
  );

  return (
    <div className="commands">
      {all.groups.map(group)}
      {all.ahead.length > 0 && (
        <details className="command-ahead">
          <summary>{t("crossing.commands.ahead", { count: all.ahead.length })}</summary>
          <div className="commands">{all.ahead.map(group)}</div>
        </details>
      )}
      {all.groups.length + all.ahead.length === 0 && <p className="muted">{t("crossing.commands.none")}</p>}
      {error && !asked && (
        <ErrorState error={told(problemOf(error), names)} retry={again && problemOf(error).status === 0 ? () => send(again) : undefined} />
      )}
      {all.later.length > 0 && <Later offers={all.later} names={names} />}
      {asked && (
        <CommandForm
          key={`${wordOf(asked)} ${asked.stage}`}
          crossing={crossing}
          offer={asked}
          isPending={isPending}
          error={error && told(problemOf(error), names)}
          onClose={close}
          onSend={(said) => send({ ...request(asked), ...said }, close)}
        />
      )}
    </div>
  );
}

function Later({ offers, names }: { offers: readonly CommandOffer[]; names: Names }) {
  return (
    <section className="command-later" aria-label={t("crossing.commands.later")}>
      <h3>{t("crossing.commands.later")}</h3>
      <Limited items={offers} first={FIRST_LATER}>
        {(offer) => {
          const why = offer.why && problemText(told(offer.why, names));
          const title = offer.stage && names.stage(offer.stage);
          return (
            <>
              <strong>{word("command", wordOf(offer))}</strong> {title && !why?.includes(title) && <span dir="auto">{title} </span>}
              <span className="muted" dir="auto">
                {why}
              </span>{" "}
              {offer.why?.place && (
                <code className="muted" dir="ltr" title={t("problem.place")}>
                  {placeText(offer.why.place)}
                </code>
              )}
            </>
          );
        }}
      </Limited>
    </section>
  );
}
