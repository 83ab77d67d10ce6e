import { render } from 'preact';
import { offerAnswers } from './machine-twin.ts';
import { watchOwnValues } from './own-values.ts';
import { Page } from './page.tsx';
import { followAddress } from './state.ts';
import { applyTheme } from './theme-button.tsx';
import './styles/index.css';

applyTheme();
followAddress();
offerAnswers();
watchOwnValues();
render(<Page />, document.getElementById('page')!);
