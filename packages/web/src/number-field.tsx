import { useEffect, useId, useState } from 'preact/hooks';

interface Properties {
  readonly label: string;
  readonly unit?: string;
  readonly hint?: string;
  readonly placeholder?: string;
  /** Undefined: the field is empty. */
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
  /** Fractions are numbers too. */
  readonly fraction?: boolean;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that is typed. What is not one is said below the field, and changes nothing. */
export function NumberField({ label, unit, hint, placeholder, value, least, most, fraction, onChange }: Properties) {
  const id = useId();
  const [text, setText] = useState(String(value ?? ''));
  const read = numberIn(text, { least, most, fraction });
  // a suggestion or a link may say another number than the one that was typed
  useEffect(() => {
    if (read !== value) setText(String(value ?? ''));
  }, [value]);
  const wrong = Number.isNaN(read);
  const type = (typed: string): void => {
    setText(typed);
    const next = numberIn(typed, { least, most, fraction });
    if (!Number.isNaN(next)) onChange(next);
  };
  return (
    <div class="field number">
      <label for={id}>{label}</label>
      <div class="control">
        <input
          id={id}
          type="text"
          inputmode={fraction ? 'decimal' : 'numeric'}
          autocomplete="off"
          placeholder={placeholder}
          value={text}
          aria-invalid={wrong}
          aria-describedby={hint !== undefined || wrong ? `${id}-hint` : undefined}
          onInput={(event) => type(event.currentTarget.value)}
        />
        {unit && <span class="unit">{unit}</span>}
      </div>
      {wrong ? (
        <p class="problem" id={`${id}-hint`}>
          {`Type a ${fraction ? 'number' : 'whole number'} from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`}
        </p>
      ) : (
        hint !== undefined && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  );
}

interface Limits {
  readonly least: number;
  readonly most: number;
  readonly fraction: boolean | undefined;
}

/** Undefined: nothing is typed. NaN: not a number that the field takes. Commas may part thousands. */
function numberIn(text: string, { least, most, fraction }: Limits): number | undefined {
  const plain = text.trim().replaceAll(/,(?=\d{3})/g, '');
  if (plain === '') return undefined;
  const number = (fraction ? /^\d{1,6}(\.\d{1,6})?$/ : /^\d{1,9}$/).test(plain) ? Number(plain) : NaN;
  return number >= least && number <= most ? number : NaN;
}
