"""A random Qwen2 of a megabyte: it writes letters that mean nothing, one a token, and never ends by itself."""

from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

END = "<|im_end|>"
SPECIAL = ["<|endoftext|>", "<|im_start|>", END]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def make(folder: Path) -> None:
    tokenizer = make_tokenizer()
    end = tokenizer.convert_tokens_to_ids(END)
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=16384,
        tie_word_embeddings=False,
        eos_token_id=end,
        pad_token_id=tokenizer.pad_token_id,
        dtype="bfloat16",
    )
    torch.manual_seed(2026)
    model = Qwen2ForCausalLM(config).to(torch.bfloat16)
    write_letters(model, tokenizer)
    model.generation_config.eos_token_id = end
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def make_tokenizer() -> PreTrainedTokenizerFast:
    """Every byte is a token: nothing is trained, and any text can be written."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={letter: at for at, letter in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token=END,
        pad_token=SPECIAL[0],
        chat_template=TEMPLATE,
        model_max_length=16384,
    )


def write_letters(model: Qwen2ForCausalLM, tokenizer: PreTrainedTokenizerFast) -> None:
    """Half of the letters' logits are above zero, and all others are zero: neither the end nor half a letter is written."""
    letters = tokenizer.convert_tokens_to_ids([chr(code) for code in range(ord("!"), ord("~") + 1)])
    with torch.no_grad():
        weight = torch.zeros_like(model.lm_head.weight)
        weight[letters] = torch.randn(len(letters), weight.shape[1]).to(weight.dtype)
        model.lm_head.weight.copy_(weight)
