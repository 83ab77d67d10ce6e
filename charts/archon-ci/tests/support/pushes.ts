import { createHmac, randomUUID } from 'node:crypto';

/** Who sends webhooks. */
export const providers = ['github', 'gitlab', 'gitea'] as const;
export type Provider = (typeof providers)[number];

interface Push {
  ref?: string;
  commit?: string;
  repository?: string;
  event?: string;
  /** What it is signed with. */
  secret?: string;
}

/** What a provider sends for a push: the headers that it authenticates and names the event with, and the body. */
export function pushOf(
  provider: Provider,
  { ref = 'refs/heads/main', commit = 'a'.repeat(40), repository = 'team/archon', event = 'push', secret = '' }: Push,
): { headers: Record<string, string>; body: object; text: string } {
  const clone = `https://git.example.com/${repository}.git`;
  const where =
    provider === 'gitlab'
      ? { project: { path_with_namespace: repository, git_http_url: clone } }
      : { repository: { full_name: repository, clone_url: clone } };
  const body = { ref, before: '0'.repeat(40), after: commit, ...where };
  const text = JSON.stringify(body);
  return { body, text, headers: { 'Content-Type': 'application/json', ...headersOf(provider, event, text, secret) } };
}

function headersOf(provider: Provider, event: string, text: string, secret: string): Record<string, string> {
  if (provider === 'gitlab')
    return { 'X-Gitlab-Event': event === 'push' ? 'Push Hook' : event, 'X-Gitlab-Token': secret };
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const github = {
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': randomUUID(),
    'X-Hub-Signature-256': `sha256=${signature}`,
  };
  // Gitea and Forgejo send GitHub's headers as well as their own.
  return provider === 'gitea' ? { ...github, 'X-Gitea-Event': event, 'X-Gitea-Signature': signature } : github;
}
