import type { PageData } from './page-data.ts';

declare const PAGE_DATA: string;

/** Put in by the build, as text: browsers parse JSON faster than code. */
export const pageData = JSON.parse(PAGE_DATA) as PageData;
