/** The colours of Grafana's dark theme. */
export const colours = {
  page: '#111217',
  panel: '#181b1f',
  border: '#2c2f36',
  grid: '#2c3037',
  text: '#d8d9da',
  faint: '#8e949e',
  series: ['#73bf69', '#f2cc0c', '#5794f2', '#ff780a', '#f2495c', '#b877d9', '#8ab8ff', '#ffa6b0'],
  heat: ['#1f2530', '#453781', '#8c2981', '#de4968', '#fe9f6d', '#fcfdbf'],
} as const;

/** Fonts that a browser has. No name has quotes: ECharts writes them into an attribute as they are. */
export const font = 'Inter, Helvetica, Arial, sans-serif';
