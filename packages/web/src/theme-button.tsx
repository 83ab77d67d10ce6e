import { useState } from 'preact/hooks';

type Theme = 'light' | 'dark';

const key = 'archon-theme';

/** Light or dark: as the system has it until the button is pressed. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(
    () => kept() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
  );
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      class="quiet theme"
      onClick={() => {
        setTheme(other);
        document.documentElement.style.colorScheme = other;
        keep(other);
      }}
    >
      {other === 'dark' ? 'Dark' : 'Light'}
    </button>
  );
}

/** Applies what was kept, before anything is drawn. */
export function applyTheme(): void {
  const theme = kept();
  if (theme) document.documentElement.style.colorScheme = theme;
}

function kept(): Theme | undefined {
  try {
    const found = localStorage.getItem(key);
    return found === 'light' || found === 'dark' ? found : undefined;
  } catch {
    return undefined;
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // a browser may deny it: then the theme is for this visit
  }
}
