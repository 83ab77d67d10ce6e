/** Texts that YAML, Go templates, JSON, shells or Kubernetes read in their own way. */
export const trickyTexts = [
  'on',
  'null',
  '~',
  '0123',
  '1_000',
  '1e3',
  '12:34:56',
  ' led by a blank',
  'ended by a colon:',
  'key: value # comment',
  '- item',
  '{a: 1}',
  '&a *b !c |d >e %f @g `h',
  `"double" and 'single'`,
  'back\\slash \\n',
  'two\nlines\n',
  'tab\tand carriage\rreturn',
  '{{ .Values.model.id }} {{`x`}}',
  '%s %d %!v(MISSING)', // Helm itself drops <no value> from everything it renders
  'é ü 漢字 😀 \u00a0 nbsp',
];

/** All of them in one. */
export const trickyText = trickyTexts.join(' | ');

/** Texts that the kubelet reads in its own way. */
export const dollarTexts = ['$(HOME)', '$$(HOME)', 'a $ b', 'a $$ b', '$$$(LLM_MODEL)', '$(', '$(NOT_THERE) $'];
