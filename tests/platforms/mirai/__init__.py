"""Tests of QQ over mirai-api-http."""
