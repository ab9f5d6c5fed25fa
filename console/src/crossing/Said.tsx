import { Button, Dialog, DialogTrigger, Heading, Popover } from "react-aria-components";
import { useFramework } from "../api/queries";
import type { Words } from "../api/types";
import { Icon } from "../design/Icon";
import { t } from "../i18n";

/** What an officer wrote, as far as it is disclosed: the words, or whom to ask for them. Always with the rule that decided. */
export function Said({ words }: { words: Words | null | undefined }) {
  const { agencyName } = useFramework();
  if (!words || (words.disclosure === "content" && !words.text) || (words.disclosure !== "content" && !words.ask)) return null;
  return (
    <div className={`said ${words.disclosure}`}>
      {words.disclosure === "content" ? (
        <q dir="auto">{words.text}</q>
      ) : (
        <span className="said-exists">
          <Icon name="lock" size={14} /> {t("crossing.exists", { agency: agencyName(words.ask) })}
        </span>
      )}
      <Why rules={words.rules} />
    </div>
  );
}

/** Which sharing rules decided what is shown here. */
function Why({ rules }: { rules: readonly string[] }) {
  if (rules.length === 0) return null;
  return (
    <DialogTrigger>
      <Button className="why" aria-label={t("crossing.why")}>
        <Icon name="info" size={14} />
      </Button>
      <Popover className="popover why-popover" offset={4}>
        <Dialog className="why-dialog">
          <Heading slot="title" level={3}>
            {t("crossing.why")}
          </Heading>
          <ul>
            {rules.map((rule) => (
              <li key={rule} dir="auto">
                {rule}
              </li>
            ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
