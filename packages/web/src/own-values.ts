import { computed, effect, signal } from '@preact/signals';
import { loadMore } from './load-more.ts';
import type { More } from './more/more.ts';
import { choices } from './state.ts';

/** What is loaded later, once it is there. */
export const more = signal<More | undefined>(undefined);

/** Loads it; that it cannot be loaded shows where it is used. */
export const wantMore = (): Promise<boolean> =>
  loadMore().then(
    (loaded) => {
      more.value = loaded;
      return true;
    },
    () => false,
  );

const own = computed(() => choices.value.set ?? {});

/** What the chart's schema refuses of the person's own values. */
export const ownProblems = computed(() => more.value?.checkValues(own.value) ?? []);

/** Own values are checked, also those of a link: what checks them is loaded when there are some. */
export const watchOwnValues = (): void =>
  void effect(() => {
    if (!more.value && Object.keys(own.value).length > 0) void wantMore();
  });
