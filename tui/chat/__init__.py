"""The language of the product: pure values that every other room speaks, without any input or output."""
