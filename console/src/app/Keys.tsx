import { Modal } from "../design/Modal";
import { type Key, t } from "../i18n";

const DESK_KEYS: readonly (readonly [string, Key])[] = [
  ["P", "command.pass"],
  ["R", "command.refer"],
  ["H", "command.hold"],
  ["X", "command.refuse"],
  ["N", "desk.next"],
  ["Esc", "desk.clear"],
];

const INBOX_KEYS: readonly (readonly [readonly string[], Key])[] = [
  [["J", "K"], "inbox.key.move"],
  [["Enter"], "inbox.key.open"],
  [["A"], "assignmentcommand.acknowledge"],
  [["T"], "assignmentcommand.accept"],
  [["R"], "assignmentcommand.answer"],
  [["H"], "assignmentcommand.hand_on"],
];

/** The keys that do what buttons do. */
export function KeysDialog({
  isOpen,
  onClose,
  places,
}: {
  isOpen: boolean;
  onClose: () => void;
  places: readonly { key: string; name: string }[];
}) {
  return (
    <Modal title={t("keys.title")} isOpen={isOpen} onClose={onClose}>
      <div className="keys">
        <section>
          <h3>{t("keys.everywhere")}</h3>
          <KeyLine keys={["?"]} name={t("keys.title")} />
          {places.map((p) => (
            <KeyLine key={p.key} keys={["g", p.key]} name={p.name} />
          ))}
          <KeyLine keys={["n"]} name={t("nav.open")} />
        </section>
        <div className="keys-pages">
          <section>
            <h3>{t("nav.desk")}</h3>
            {DESK_KEYS.map(([key, name]) => (
              <KeyLine key={key} keys={[key]} name={t(name)} />
            ))}
          </section>
          <section>
            <h3>{t("nav.inbox")}</h3>
            {INBOX_KEYS.map(([keys, name]) => (
              <KeyLine key={name} keys={keys} name={t(name)} />
            ))}
          </section>
        </div>
      </div>
    </Modal>
  );
}

function KeyLine({ keys, name }: { keys: readonly string[]; name: string }) {
  return (
    <p className="key-line">
      <span>{name}</span>
      <span className="row" dir="ltr">
        {keys.map((k) => (
          <kbd key={k}>{k}</kbd>
        ))}
      </span>
    </p>
  );
}
