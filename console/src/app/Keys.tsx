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
        <section>
          <h3>{t("nav.desk")}</h3>
          {DESK_KEYS.map(([key, name]) => (
            <KeyLine key={key} keys={[key]} name={t(name)} />
          ))}
        </section>
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
