"""The transformer of PointBERT: pre-norm blocks that are told positions again each time."""

from __future__ import annotations

from torch import Tensor, nn

from btp_core.model.pointbert.config import PointBertConfig


class Attention(nn.Module):
    """Multi-head self-attention; queries, keys and values come without a bias."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.proj = nn.Linear(width, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """``(B, T, W)`` to ``(B, T, W)``."""
        count, length, _ = tokens.shape
        parts = self.qkv(tokens).view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        query, key, value = parts.unbind(0)
        seen = nn.functional.scaled_dot_product_attention(query, key, value)
        projected: Tensor = self.proj(seen.transpose(1, 2).flatten(2))
        return projected


class FeedForward(nn.Module):
    """Two layers with the exact GELU between them."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """``(B, T, W)`` to ``(B, T, W)``."""
        result: Tensor = self.fc2(nn.functional.gelu(self.fc1(tokens)))
        return result


class Block(nn.Module):
    """Attention and feed-forward, each behind a layer norm and beside a residual."""

    def __init__(self, width: int, heads: int, mlp_ratio: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.attn = Attention(width, heads)
        self.mlp = FeedForward(width, mlp_ratio * width)

    def forward(self, tokens: Tensor) -> Tensor:
        """``(B, T, W)`` to ``(B, T, W)``."""
        tokens = tokens + self.attn(self.norm1(tokens))
        result: Tensor = tokens + self.mlp(self.norm2(tokens))
        return result


class Transformer(nn.Module):
    """All blocks."""

    def __init__(self, config: PointBertConfig) -> None:
        super().__init__()
        self.taps = config.taps
        self.blocks = nn.ModuleList(
            Block(config.width, config.heads, config.mlp_ratio) for _ in range(config.blocks)
        )

    def forward(self, tokens: Tensor, positions: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Run the blocks, adding the positions before each.

        Parameters
        ----------
        tokens, positions
            ``(B, T, W)``.

        Returns
        -------
        tuple of Tensor and tuple of Tensor
            The tokens after the last block, and those after each tap, in the order of the taps.
        """
        tapped = {}
        for number, block in enumerate(self.blocks, start=1):
            tokens = block(tokens + positions)
            if number in self.taps:
                tapped[number] = tokens
        return tokens, tuple(tapped[tap] for tap in self.taps)
