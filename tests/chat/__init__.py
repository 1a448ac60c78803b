"""Tests of the language of the product."""
