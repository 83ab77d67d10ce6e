import { describe, expect, it } from 'vitest';
import { hubNameOf } from './hub-name.ts';

const hub = 'https://huggingface.co';

describe('hubNameOf', () => {
  it.each([
    ['Qwen/Qwen3-8B', { id: 'Qwen/Qwen3-8B' }],
    ['gpt2', { id: 'gpt2' }],
    ['https://huggingface.co/Qwen/Qwen3-8B', { id: 'Qwen/Qwen3-8B' }],
    ['https://hf.co/Qwen/Qwen3-8B/', { id: 'Qwen/Qwen3-8B' }],
    ['https://huggingface.co/Qwen/Qwen3-8B?not-for-all-audiences=true#usage', { id: 'Qwen/Qwen3-8B' }],
    ['https://huggingface.co/Qwen/Qwen3-8B/tree/v1', { id: 'Qwen/Qwen3-8B', revision: 'v1' }],
    ['https://huggingface.co/Qwen/Qwen3-8B/tree/refs%2Fpr%2F1', { id: 'Qwen/Qwen3-8B', revision: 'refs/pr/1' }],
    ['https://huggingface.co/Qwen/Qwen3-8B/tree/refs/pr/1', { id: 'Qwen/Qwen3-8B', revision: 'refs/pr/1' }],
    ['https://huggingface.co/Qwen/Qwen3-8B/blob/main/config.json', { id: 'Qwen/Qwen3-8B', revision: 'main' }],
  ])('should read %s', (text, name) => expect(hubNameOf(text, hub)).toEqual(name));

  it('should know the address of the endpoint in use', () => {
    expect(hubNameOf('http://127.0.0.1:8080/org/name', 'http://127.0.0.1:8080')).toEqual({ id: 'org/name' });
  });

  it.each([
    'config.json',
    'model.Q4_K_M.gguf',
    '',
    'a/b/c',
    './folder/config',
    '/models/x',
    'org/..',
    'a--b/c',
    'org/name.git',
  ])('should leave %j to others', (text) => expect(hubNameOf(text, hub)).toBeUndefined());

  it.each([
    'https://huggingface.co/datasets/org/name',
    'https://huggingface.co/Qwen',
    'https://huggingface.co/Qwen/Qwen3-8B/discussions/1',
    'https://example.com/Qwen/Qwen3-8B',
    'ftp://huggingface.co/Qwen/Qwen3-8B',
    'https://',
  ])('should refuse the address of something else: %s', (text) =>
    expect(() => hubNameOf(text, hub)).toThrow('is not the address of a model on the Hugging Face Hub'),
  );

  it('should print no password of an address', () => {
    expect(() => hubNameOf('https://me:secret@huggingface.co/a?token=secret', hub)).not.toThrow('secret');
  });
});
