import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { t } from "../i18n";
import { Icon } from "./Icon";

interface FieldProps extends Omit<TextFieldProps, "children" | "className" | "style"> {
  label: string;
  hint?: string | undefined;
  /** Rows of a longer text; one line when absent. */
  rows?: number;
  mono?: boolean;
  placeholder?: string;
  error?: string | undefined;
}

export function Field({ label, hint, rows, mono, placeholder, error, ...rest }: FieldProps) {
  const look = `input${mono ? " mono" : ""}`;
  return (
    <TextField {...rest} isInvalid={Boolean(error)} className="field">
      <FieldLabel required={rest.isRequired}>{label}</FieldLabel>
      {rows ? <TextArea rows={rows} className={look} placeholder={placeholder} /> : <Input className={look} placeholder={placeholder} />}
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}

function FieldLabel({ children, required }: { children: ReactNode; required?: boolean | undefined }) {
  return (
    <Label className="label">
      {children}
      {!required && <span className="optional">{t("field.optional")}</span>}
    </Label>
  );
}

export interface Option {
  id: string;
  name: string;
  detail?: string | undefined;
}

interface SelectProps {
  label: string;
  options: readonly Option[];
  value: string;
  onChange: (id: string) => void;
  placeholder?: string;
  /** The label is only for those who hear it. */
  compact?: boolean;
  isRequired?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  autoFocus?: boolean;
}

export function Select({ label, options, value, onChange, placeholder, compact, isRequired, hint, error, autoFocus }: SelectProps) {
  return (
    <AriaSelect
      className={compact ? "field compact" : "field"}
      value={value || null}
      onChange={(key) => onChange(String(key ?? ""))}
      placeholder={placeholder ?? t("field.choose")}
      isRequired={isRequired ?? false}
      isInvalid={Boolean(error)}
      autoFocus={autoFocus ?? false}
    >
      <Label className={compact ? "visually-hidden" : "label"}>{label}</Label>
      <Button className="input select-button">
        <SelectValue className="clip">{() => options.find((o) => o.id === value)?.name ?? placeholder ?? t("field.choose")}</SelectValue>
        <Icon name="chevron" size={12} />
      </Button>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
      <Popover className="popover" offset={4}>
        <ListBox className="listbox" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className="option">
              <Text slot="label">{option.name}</Text>
              {option.detail && (
                <Text slot="description" className="hint">
                  {option.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox({
  children,
  isSelected,
  onChange,
}: {
  children: ReactNode;
  isSelected: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <AriaCheckbox className="checkbox" isSelected={isSelected} onChange={onChange}>
      <span className="checkbox-box" aria-hidden="true">
        <Icon name="check" size={12} />
      </span>
      {children}
    </AriaCheckbox>
  );
}
