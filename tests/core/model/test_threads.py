"""The same bits for any number of threads: `batch` has fewer of them than `inspect`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# In a process of its own: MKL reads the variable when it is first used.
PROGRAM = """
import torch
from btp_core.model.similarity import Similarity
similarity = Similarity()
normal, anomaly, types = torch.randn(384), torch.randn(384), torch.randn(9, 384)
for count in (901, 16003, 16017, 16050):
    embeddings = torch.nn.functional.normalize(torch.randn(count, 384), dim=1)
    seen = []
    with torch.inference_mode():
        for threads in (1, 2, 3):
            torch.set_num_threads(threads)
            one = similarity.anomaly_logits(embeddings, normal, anomaly)
            assert one.shape == (count,)
            many = similarity.anomaly_logits(embeddings, normal, types)
            assert many.shape == (count, 9)
            named = similarity.type_logits(embeddings, types)
            seen.append(torch.cat([one, many.flatten(), named.flatten()]))
    assert torch.equal(seen[0], seen[1]) and torch.equal(seen[0], seen[2]), count
"""


def test_logits_do_not_depend_on_the_number_of_threads() -> None:
    root = Path(__file__).parents[3]
    environment = os.environ | {"MKL_CBWR": "AUTO,STRICT", "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", PROGRAM], env=environment, cwd=root, check=True)
