"""Prints what vLLM makes of a config.json with overrides: the RoPE parameters of the text model and the context, as JSON."""

import json
import os
import sys
import tempfile

# Whatever vLLM prints while it is imported is no answer.
answer = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from vllm.config import ModelConfig  # noqa: E402


def main() -> None:
    question = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "config.json"), "w") as file:
            json.dump(question["config"], file)
        print(json.dumps(load(folder, question)), file=answer, flush=True)


def load(folder: str, question: dict) -> dict:
    try:
        model = ModelConfig(
            model=folder,
            skip_tokenizer_init=True,
            dtype="float16",
            hf_overrides=question["overrides"],
            max_model_len=question["maxModelLen"],
        )
    except Exception as error:  # noqa: BLE001: vLLM would end with it
        return {"error": str(error)}
    return {"rope": model.hf_text_config.rope_parameters, "maxModelLen": model.max_model_len}


if __name__ == "__main__":
    main()
