import { Gallery } from './gallery.tsx';

const ways = [
  ['A GPU and a model', 'Does it fit, with which context, for how many users? Leave with the files.'],
  ['Only a GPU', 'Which models fit on it? Leave the model empty.'],
  ['Only a model', 'Which GPU do you need? Leave the GPU empty.'],
] as const;

/** The page before anything is chosen. */
export function Start() {
  return (
    <>
      <section class="ways" aria-label="Three ways to begin">
        <h2>Will it fit?</h2>
        <p class="lead">
          Pick a GPU, a model or both. You see if vLLM starts, by numbers with bounds, and take a values file for
          Kubernetes.
        </p>
        <ol>
          {ways.map(([title, text]) => (
            <li key={title}>
              <b>{title}</b>
              <span>{text}</span>
            </li>
          ))}
        </ol>
      </section>
      <Gallery />
    </>
  );
}
