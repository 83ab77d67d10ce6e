import { useState } from 'preact/hooks';

/** A text of the page with a name; `file` where it can be saved. */
interface NamedText {
  readonly title: string;
  readonly text: string;
  readonly file?: string;
}

/** Comments are quieter than values. */
export function highlighted({ text, file }: NamedText) {
  if (file === undefined) return text;
  return text.split(/(?<=\n)/).map((line, index) => (
    <span key={index} class={/^\s*#/.test(line) ? 'comment' : undefined}>
      {line}
    </span>
  ));
}

/** Says "Copied" on the button, and to screen readers. `selector` finds the text, for a browser that does not copy. */
export function Copy({ taken, selector }: { readonly taken: NamedText; readonly selector: string }) {
  const [last, setLast] = useState({ text: '', said: '' });
  const said = last.text === taken.text ? last.said : '';
  const copy = async (): Promise<void> => {
    const { text } = taken;
    setLast({ text, said: (await copied(text, selector)) ? 'Copied' : 'Press Ctrl+C' });
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {said || 'Copy'}
      </button>
      <span class="hidden" role="status">
        {said === 'Copied' ? `${taken.title} copied` : said}
      </span>
    </>
  );
}

async function copied(text: string, selector: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // from the disk, or where it is not permitted: the text is selected, for the keyboard
    const code = document.querySelector(selector);
    if (code) getSelection()?.selectAllChildren(code);
    return false;
  }
}

export function Save({ taken, file }: { readonly taken: NamedText; readonly file: string }) {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([taken.text], { type: 'application/yaml' }));
    const anchor = Object.assign(document.createElement('a'), { href: url, download: file });
    anchor.click();
    URL.revokeObjectURL(url);
  };
  return (
    <button type="button" onClick={save}>
      Save
    </button>
  );
}
