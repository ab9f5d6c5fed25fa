import { useState } from "react";
import { placeText, problemOf, problemText } from "../api/problem";
import { useFramework } from "../api/queries";
import type { CommandOffer, CommandRequest, Crossing } from "../api/types";
import { Button } from "../design/Button";
import { StateChip } from "../design/Chip";
import { ErrorState } from "../design/Feedback";
import { t, word } from "../i18n";
import { asksOf } from "./asks";
import { CommandForm } from "./CommandForm";
import { useLetters } from "./keys";
import { keyed, lookOf, sameOffer, sorted, wordOf } from "./offers";
import { useSend } from "./send";
import { type Names, namesOf, told } from "./told";
import "./commands.css";

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
  const { agency } = useFramework();
  const names = namesOf(crossing, agency);
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

  return (
    <div className="commands">
      {all.groups.map((group) => (
        <div key={group.stage?.stage ?? ""} className="command-group">
          {(all.groups.length > 1 || !stage) && (
            <h3 className="command-stage">
              <span dir="auto">{group.stage?.title ?? t("crossing.commands.file")}</span>
              <StateChip state={group.stage?.state} />
            </h3>
          )}
          <div className="row row-wrap">
            {group.offers.map((offer) => {
              const { icon, key } = lookOf(offer);
              const isPrimary = all.primary !== undefined && sameOffer(offer, all.primary);
              const shortcut = keys && key && letters.get(key) === offer ? key : undefined;
              return (
                <Button
                  key={wordOf(offer)}
                  kind={isPrimary ? "primary" : "plain"}
                  {...(icon ? { icon } : {})}
                  small={!group.stage}
                  shortcut={shortcut}
                  isDisabled={isPending}
                  onPress={() => choose(offer)}
                >
                  {word("command", wordOf(offer))}
                </Button>
              );
            })}
          </div>
        </div>
      ))}
      {all.groups.length === 0 && <p className="muted">{t("crossing.commands.none")}</p>}
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
      <ul>
        {offers.map((offer) => (
          <li key={`${wordOf(offer)} ${offer.stage}`}>
            <strong>{word("command", wordOf(offer))}</strong>
            {offer.stage && <span dir="auto">{names.stage(offer.stage)}</span>}
            {offer.why && (
              <span className="muted" dir="auto">
                {problemText(told(offer.why, names))}{" "}
                {offer.why.place && (
                  <code dir="ltr" title={t("problem.place")}>
                    {placeText(offer.why.place)}
                  </code>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
