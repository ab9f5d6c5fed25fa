import type { Hit } from "../api/types";
import { Chip } from "../design/Chip";
import { Icon } from "../design/Icon";
import { t, word } from "../i18n";
import { AGREES } from "./hits";

/** Traveller and record side by side, each difference marked by a word, a sign and a colour. */
export function Sides({ hit }: { hit: Hit }) {
  // What neither says, a birth date of a truck, is not compared.
  const sides = hit.sides.filter((side) => side.asked !== "" || side.listed.length > 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow page it is scrolled sideways, by keys too
    <section className="hit-sides" aria-label={t("hits.agreement")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{word("hitrole", hit.asked.role)}</th>
            <th scope="col">{t("hits.record")}</th>
            <th scope="col">{t("hits.agreement")}</th>
          </tr>
        </thead>
        <tbody>
          {sides.map((side) => {
            const look = AGREES[side.agreement];
            return (
              <tr key={side.field} className={side.agreement}>
                <th scope="row">{word("hitfield", side.field)}</th>
                <td>{side.asked ? <bdi>{side.asked}</bdi> : <Unknown />}</td>
                <td>
                  {side.listed.length === 0 && <Unknown />}
                  {side.listed.map((value) => (
                    <span key={value} className="hit-listed">
                      <bdi>{value}</bdi>
                    </span>
                  ))}
                </td>
                <td>
                  <Chip tone={look?.tone ?? "outline"} icon={look?.icon}>
                    {word("hitagreement", side.agreement)}
                  </Chip>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="hit-why" dir="auto">
        <Icon name="info" size={14} /> <span lang="en">{hit.explanation}</span>
      </p>
    </section>
  );
}

const Unknown = () => <span className="muted">{t("hits.not_stated")}</span>;
